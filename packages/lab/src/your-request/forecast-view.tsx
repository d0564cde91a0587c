import type { HeaderList } from '@next-cross-origin/browser'
import clsx from 'clsx'
import { Check, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Drawing } from '../bench/drawing.tsx'
import type { Message } from '../bench/messages.ts'
import { verdictText } from '../bench/verdicts.tsx'
import type { DecidedExchange, DescribedRequest, Forecast } from '../own-request.ts'
import { OriginMark } from '../ui/origin-chip.tsx'

/** Shows what would happen: in one sentence, drawn, and request by request. */
export function ForecastView({
  request,
  forecast,
  apiOrigin,
}: {
  request: DescribedRequest
  forecast: Forecast
  apiOrigin: string
}) {
  const { verdict, exchanges } = forecast
  const because = verdict.preflight.because
    .map((cause) => (cause.kind === 'method' ? `the method ${cause.method}` : `the header ${cause.name}`))
    .join(' and ')
  const Icon = verdict.allowed ? Check : X
  return (
    <section aria-labelledby="decided" className="mt-12" data-allowed={verdict.allowed}>
      <div role="status" className="flex gap-4">
        <span
          className={clsx(
            'mt-0.5 grid size-8 shrink-0 place-items-center rounded-full',
            verdict.allowed ? 'bg-ink text-paper' : 'bg-danger text-surface',
          )}
        >
          <Icon aria-hidden strokeWidth={2.5} className="size-4" />
        </span>
        <div>
          <h2 id="decided" className="font-semibold text-lg">
            {verdict.allowed ? 'The page gets the answer' : 'The page gets nothing'}
          </h2>
          <p className="text-muted">{verdictText(verdict)}</p>
          <p className="text-muted">
            {verdict.preflight.needed
              ? `A preflight is needed, because of ${because}.`
              : 'No preflight is needed.'}
          </p>
        </div>
      </div>
      {exchanges.length > 0 && (
        <>
          <figure className="mt-6 rounded-card border border-line bg-surface p-3 sm:p-5">
            <Drawing
              key={JSON.stringify(request)}
              pageOrigin={request.origin}
              apiOrigin={apiOrigin}
              thirdOrigin={null}
              messages={exchanges.flatMap((exchange, index) => messagesOf(exchange, index, verdict.allowed))}
              pointedAt={null}
              title={`The exchange, drawn over time: ${exchanges.map(({ explanation }) => explanation.summary).join('; ')}. The list below says the same in words.`}
            />
          </figure>
          <ol className="mt-6 flex flex-col gap-4">
            {exchanges.map((exchange) => (
              <Decided key={exchange.purpose} exchange={exchange} />
            ))}
          </ol>
        </>
      )}
    </section>
  )
}

function messagesOf(exchange: DecidedExchange, index: number, isAllowed: boolean): readonly Message[] {
  const { decision, answer, method, purpose } = exchange
  const allowOrigin = answer.headers.find(([name]) => name === 'access-control-allow-origin')?.[1]
  return [
    {
      key: `${index}-request`,
      exchange: index,
      from: 'page',
      line: method,
      note: purpose === 'preflight' ? 'May I?' : 'The request itself',
      end: 'arrives',
      lane: 'api',
    },
    {
      key: `${index}-answer`,
      exchange: index,
      from: 'server',
      line: String(answer.status),
      note: allowOrigin === undefined ? 'no CORS headers' : `Access-Control-Allow-Origin: ${allowOrigin}`,
      end: decision.allow || isAllowed ? 'arrives' : 'blocked',
      lane: 'api',
    },
  ]
}

function Decided({ exchange }: { exchange: DecidedExchange }) {
  const { purpose, method, headers, decision, explanation } = exchange
  return (
    <li className="overflow-hidden rounded-card border border-line bg-surface">
      <h3 className="flex flex-wrap items-baseline gap-x-3 px-4 py-3 font-medium">
        {purpose === 'preflight' ? 'The preflight' : 'The request'}
        <span className={clsx('font-normal text-sm', decision.allow ? 'text-muted' : 'text-danger')}>
          {decision.allow ? (
            'allowed'
          ) : (
            <>
              denied: <span className="font-mono">{decision.reason}</span>
            </>
          )}
        </span>
      </h3>
      <div className="grid border-line border-t md:grid-cols-2 md:divide-x md:divide-line">
        <div className="min-w-0 p-4">
          <h4 className="flex items-center gap-2 font-medium text-dashboard text-xs">
            <OriginMark side="dashboard" />
            What would arrive
          </h4>
          <p className="mt-2 font-mono text-xs">{method}</p>
          <HeaderLines headers={headers} />
          <h4 className="mt-5 font-medium text-xs">What the policy looks at</h4>
          <ul className="mt-1.5 flex flex-col gap-1 text-sm">
            {explanation.checked.map((check) => (
              <li key={check} className="flex gap-2">
                {check === explanation.failed ? (
                  <X aria-label="failed" className="mt-1 size-3.5 shrink-0 text-danger" />
                ) : (
                  <Check aria-label="passed" className="mt-1 size-3.5 shrink-0" />
                )}
                <span className="min-w-0 break-words">{withCode(check)}</span>
              </li>
            ))}
          </ul>
        </div>
        <Answered exchange={exchange} />
      </div>
    </li>
  )
}

function Answered({ exchange }: { exchange: DecidedExchange }) {
  const { decision, answer } = exchange
  return (
    <div className="min-w-0 border-line border-t p-4 md:border-t-0">
      <h4 className="flex items-center gap-2 font-medium text-api text-xs">
        <OriginMark side="api" />
        What it would be answered
      </h4>
      <p className="mt-2 font-mono text-xs">{statusText(exchange)}</p>
      <dl className="mt-2 flex flex-col gap-2.5 text-xs">
        {answer.headers.map(([name, value]) => (
          <div key={name}>
            <dt className="break-all font-mono">
              <span className="text-muted">{name}: </span>
              {value}
            </dt>
            <dd className="text-muted">{headerMeanings[name]}</dd>
          </div>
        ))}
      </dl>
      {!decision.allow && (
        <p className="mt-3 text-muted text-sm">
          No Access-Control-* header: who is denied is told nothing, and no handler runs.
        </p>
      )}
    </div>
  )
}

function HeaderLines({ headers }: { headers: HeaderList }) {
  return (
    <dl className="mt-2 flex flex-col gap-1 font-mono text-xs">
      {headers.map(([name, value]) => (
        <div key={name}>
          <dt className="inline text-muted">{name}: </dt>
          <dd className="inline break-all">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** The texts of `explain` quote values with backticks. */
function withCode(text: string): ReactNode {
  return text.split('`').map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <code key={part} className="break-all font-mono text-xs">
        {part}
      </code>
    ),
  )
}

function statusText({ purpose, decision, answer }: DecidedExchange): string {
  return decision.allow && purpose === 'request' ? 'what the handler says' : String(answer.status)
}

const headerMeanings: Readonly<Record<string, string>> = {
  'access-control-allow-origin': 'This origin, and no other, may read the answer.',
  'access-control-allow-credentials': 'Also when the call carries cookies.',
  'access-control-allow-methods': 'The request may use these methods, besides GET, HEAD and POST.',
  'access-control-allow-headers': 'The request may carry these headers, besides the safelisted ones.',
  'access-control-expose-headers':
    'The page may read these headers of the answer, besides the safelisted ones.',
  'access-control-max-age': 'For so many seconds the browser need not ask again.',
  vary: 'Caches keep the answers to different values of these apart.',
}
