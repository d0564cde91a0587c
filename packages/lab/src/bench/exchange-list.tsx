import { getHeader, type HeaderList, type PreflightCause } from '@next-cross-origin/browser'
import clsx from 'clsx'
import { OriginMark } from '../ui/origin-chip.tsx'
import type { ListedExchange } from './messages.ts'

/** Every request and its answer, as the server saw and sent them: what the drawing shows, in words. */
export function ExchangeList({
  exchanges,
  onPoint,
}: {
  exchanges: readonly ListedExchange[]
  /** Told which exchange the reader is at; null when at none. */
  onPoint: (index: number | null) => void
}) {
  return (
    <ol className="flex flex-col gap-4">
      {exchanges.map((exchange, index) => (
        <Listed
          key={`${exchange.result.url}-${exchange.step.wire.purpose}-${String(index)}`}
          exchange={exchange}
          number={index + 1}
          onPoint={(isAt) => onPoint(isAt ? index : null)}
        />
      ))}
    </ol>
  )
}

function Listed({
  exchange,
  number,
  onPoint,
}: {
  exchange: ListedExchange
  number: number
  onPoint: (isAt: boolean) => void
}) {
  const { step, result, isBlocked } = exchange
  const { wire } = step
  return (
    <li>
      <details
        open
        className="group rounded-card border border-line bg-surface"
        onPointerEnter={() => onPoint(true)}
        onPointerLeave={() => onPoint(false)}
        onFocus={() => onPoint(true)}
        onBlur={() => onPoint(false)}
      >
        <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-3 gap-y-1 rounded-card px-4 py-3">
          <span className="text-muted text-sm tabular-nums">{number}</span>
          <span className="font-medium">{titleOf(exchange)}</span>
          <span className={clsx('text-sm', isBlocked ? 'text-danger' : 'text-muted')}>{endOf(exchange)}</span>
          {result.call.note !== undefined && wire.purpose === 'request' && (
            <span className="w-full text-muted text-sm">{result.call.note}</span>
          )}
        </summary>
        <div className="grid border-line border-t md:grid-cols-2 md:divide-x md:divide-line">
          <AskedSide exchange={exchange} />
          <AnsweredSide exchange={exchange} />
        </div>
      </details>
    </li>
  )
}

function AskedSide({ exchange }: { exchange: ListedExchange }) {
  const { wire, source, recorded } = exchange.step
  const { verdict } = exchange.result.replay
  return (
    <section className="min-w-0 p-4">
      <h3 className="flex items-center gap-2 font-medium text-dashboard text-xs">
        <OriginMark side="dashboard" />
        {source === 'memory' ? 'Not sent: the browser remembered the answer' : 'The request as sent'}
      </h3>
      <RequestLine method={wire.method} url={wire.url} />
      {source !== 'memory' && (
        <Headers
          headers={recorded?.headers ?? wire.headers}
          first={telling}
          missing={missingCookie(exchange)}
        />
      )}
      {wire.purpose === 'preflight' && (
        <p className="mt-3 text-muted text-sm">
          Asked first, because of {causes(verdict.preflight.because)}.
        </p>
      )}
    </section>
  )
}

function AnsweredSide({ exchange: { step, result, isBlocked } }: { exchange: ListedExchange }) {
  const { answer, source } = step
  const decisive = isBlocked ? result.replay.verdict.evidence : null
  return (
    <section className="min-w-0 border-line border-t p-4 md:border-t-0">
      <h3 className="flex items-center gap-2 font-medium text-api text-xs">
        <OriginMark side="api" />
        {answer.type === 'no-response'
          ? 'No answer'
          : source === 'memory'
            ? 'The answer as it was stored'
            : 'The answer as sent'}
      </h3>
      {answer.type === 'response' ? (
        <>
          <p className="mt-2 font-mono text-xs">{answer.status}</p>
          <Headers
            headers={answer.headers}
            first={telling}
            decisive={decisive?.header ?? null}
            missing={
              decisive?.header != null && decisive.value === null ? `${decisive.header} is missing` : null
            }
          />
        </>
      ) : (
        <p className="mt-2 text-muted text-sm">
          Nothing came back. To the page that looks like every other failure.
        </p>
      )}
    </section>
  )
}

function titleOf({ step: { wire, source } }: ListedExchange): string {
  if (wire.purpose === 'preflight') {
    return source === 'memory' ? 'The permission, remembered' : 'The preflight'
  }
  return source === 'memory' ? 'The answer, from the cache' : 'The request'
}

function endOf({ isBlocked, step, result }: ListedExchange): string {
  if (step.answer.type === 'no-response') return 'no answer'
  const { verdict } = result.replay
  if (isBlocked) {
    return step.wire.purpose === 'preflight'
      ? 'refused; the request itself was never sent'
      : 'answered, and kept from the page'
  }
  if (step.wire.purpose === 'preflight') return 'granted'
  if (getHeader(step.answer.headers, 'Location') !== null) return 'redirected'
  return verdict.response?.type === 'opaque' ? 'answered, opaque to the page' : 'answered, readable'
}

function missingCookie({ result, step }: ListedExchange): string | null {
  const isAsking = result.call.step === 'ask' && step.source === 'server'
  return isAsking && getHeader(step.recorded?.headers ?? [], 'Cookie') === null ? 'Cookie is missing' : null
}

function causes(because: readonly PreflightCause[]): string {
  return because
    .map((cause) => (cause.kind === 'method' ? `the method ${cause.method}` : `the header ${cause.name}`))
    .join(' and ')
}

function RequestLine({ method, url }: { method: string; url: string }) {
  const { origin, pathname } = new URL(url)
  return (
    <p className="mt-2 break-all font-mono text-xs">
      {method} {pathname}
      <span className="block text-muted">to {origin}</span>
    </p>
  )
}

/** The headers that the lessons are about; the browser's and the server's others stand behind a click. */
const telling =
  /^(origin|access-control-.*|allow-control-.*|cookie|set-cookie|vary|location|cache-control|content-type|sec-fetch-(mode|site)|x-lab-.*)$/

function Headers({
  headers,
  first,
  decisive = null,
  missing = null,
}: {
  headers: HeaderList
  first: RegExp
  decisive?: string | null
  missing?: string | null
}) {
  const shown = headers.filter(([name]) => first.test(name.toLowerCase()))
  const others = headers.filter(([name]) => !first.test(name.toLowerCase()))
  return (
    <>
      <dl className="mt-2 flex flex-col gap-1 font-mono text-xs">
        {shown.map(([name, value]) => (
          <Line
            key={`${name}: ${value}`}
            name={name}
            value={value}
            isDecisive={name.toLowerCase() === decisive?.toLowerCase()}
          />
        ))}
      </dl>
      {missing !== null && (
        <p className="mt-1 -ml-2 w-fit rounded bg-danger-soft px-2 py-0.5 font-mono text-danger text-xs">
          {missing}
        </p>
      )}
      {others.length > 0 && (
        <details className="mt-2 text-xs">
          <summary className="w-fit cursor-pointer rounded text-muted">
            {others.length} more {others.length === 1 ? 'header' : 'headers'}
          </summary>
          <dl className="mt-1.5 flex flex-col gap-1 font-mono">
            {others.map(([name, value]) => (
              <Line key={`${name}: ${value}`} name={name} value={value} isDecisive={false} />
            ))}
          </dl>
        </details>
      )}
    </>
  )
}

function Line({ name, value, isDecisive }: { name: string; value: string; isDecisive: boolean }) {
  return (
    <div className={clsx(isDecisive && '-mx-2 rounded bg-danger-soft px-2 py-0.5 text-danger')}>
      <dt className={clsx('inline', !isDecisive && 'text-muted')}>{capitals(name)}: </dt>
      <dd className="inline break-all">{value}</dd>
    </div>
  )
}

/** Header names have no case; these are the capitals that people know them by. */
function capitals(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (match) => match.toUpperCase())
}
