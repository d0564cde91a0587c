import { type BrowserEngine, consoleMessage, type Verdict } from '@next-cross-origin/browser'
import clsx from 'clsx'
import { Check, Equal, EqualNot, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { CallResult } from '../finding.ts'
import { engineNames, useEngines } from '../ui/engines.ts'
import type { Run } from './perform.ts'

/** Shows what the browser did beside what the model says, and whether the two agree. */
export function Verdicts({ run }: { run: Run }) {
  const { finding, results } = run
  const [engine = 'chromium'] = useEngines()
  const last = results.at(-1)
  if (last === undefined) return null
  const { verdict } = last.replay
  const origin = last.call.by === 'sandbox' ? 'null' : window.location.origin
  const message = messageOf(last, origin, engine)
  return (
    <div>
      <div className="grid gap-px overflow-hidden rounded-card border border-line bg-line md:grid-cols-2">
        <Side title="Your browser" worked={finding.browser}>
          <p>{finding.seen ?? outcomeText(last)}</p>
          {last.outcome.kind === 'image' && last.outcome.shown && (
            <img
              src={last.url}
              alt="As your browser shows it"
              width={96}
              height={96}
              className="mt-2 rounded"
            />
          )}
        </Side>
        <Side title="The model expects" worked={finding.model}>
          <p>{finding.expected ?? verdictText(verdict)}</p>
          {finding.expected === null && (
            <p className="mt-1 text-muted text-xs">
              <span className="font-mono">{verdict.reason}</span> · {verdict.step}
            </p>
          )}
        </Side>
      </div>
      <Agreement finding={finding} />
      {message !== null && <ConsoleMessage message={message} engine={engine} />}
    </div>
  )
}

/** Writes what the console says about the last call; a page cannot read it, so this is the text that stands there. */
function messageOf({ call, replay, url }: CallResult, origin: string, engine: BrowserEngine): string | null {
  // Without an answer, the text depends on why there is none.
  if (replay.verdict.reason === 'no-response') return null
  const answer = replay.steps.at(-1)?.answer
  const request = { url, origin, credentials: call.credentials ?? 'same-origin' }
  const subject = { verdict: replay.verdict, request, answer: answer?.type === 'response' ? answer : null }
  return consoleMessage(subject, engine, call.by === 'image' ? 'image' : 'fetch')
}

function Agreement({ finding }: Pick<Run, 'finding'>) {
  const isAgreed = finding.disagreements.length === 0
  return (
    <p
      className={clsx('mt-3 flex items-start gap-2 text-sm', isAgreed ? 'text-muted' : 'text-danger')}
      data-agreement={isAgreed}
    >
      {isAgreed ? (
        <Equal aria-hidden className="mt-0.5 size-4 shrink-0" />
      ) : (
        <EqualNot aria-hidden className="mt-0.5 size-4 shrink-0" />
      )}
      <span>
        {isAgreed
          ? finding.model === null
            ? 'The model leaves this to a setting of the browser, and the browser has decided.'
            : 'Browser and model agree.'
          : `Browser and model disagree: ${finding.disagreements.join(' ')}`}
      </span>
    </p>
  )
}

function ConsoleMessage({ message, engine }: { message: string; engine: BrowserEngine }) {
  return (
    <figure className="mt-6">
      <figcaption className="text-muted text-xs">
        What {engineNames[engine]} writes to the console about it. A page cannot read that; open the developer
        tools to compare.
      </figcaption>
      <p
        data-console
        className="mt-2 break-words border-danger border-l-2 bg-danger-soft px-3 py-2 font-mono text-danger text-xs leading-5"
      >
        {message}
      </p>
    </figure>
  )
}

function Side({ title, worked, children }: { title: string; worked: boolean | null; children: ReactNode }) {
  const Icon = worked === false ? X : Check
  return (
    <section className="bg-surface p-4 text-sm sm:p-5">
      <h2 className="flex items-center gap-2 font-medium">
        <span
          className={clsx(
            'grid size-5 shrink-0 place-items-center rounded-full',
            worked === false
              ? 'bg-danger text-surface'
              : worked === null
                ? 'bg-line text-ink'
                : 'bg-ink text-paper',
          )}
        >
          {worked === null ? (
            <span aria-hidden>?</span>
          ) : (
            <Icon aria-hidden strokeWidth={3} className="size-3" />
          )}
        </span>
        {title}
        <span className="sr-only">
          {worked === null ? ': it depends' : worked ? ': it works' : ': it fails'}
        </span>
      </h2>
      <div className="mt-2">{children}</div>
    </section>
  )
}

/** Returns what the page itself could see. */
function outcomeText({ outcome }: CallResult): string {
  if (outcome.kind === 'rejected') {
    return `fetch() was rejected with “${outcome.message}”. The page learns nothing else: no status, no header, no reason.`
  }
  if (outcome.kind === 'image') {
    if (!outcome.shown) return 'The picture was not shown: its error event fired, without a reason.'
    return outcome.pixels
      ? 'The picture was shown, and the canvas gave its pixels back.'
      : 'The picture was shown. Reading it back from a canvas threw a SecurityError.'
  }
  if (outcome.type === 'opaque') {
    return 'fetch() was fulfilled with an opaque answer: status 0, no headers, an empty body.'
  }
  return `fetch() was fulfilled: ${outcome.status}, readable${outcome.redirected ? ', after a redirect' : ''}.`
}

/** A verdict in one or two sentences. */
export function verdictText({ reason, evidence, allowed, response }: Verdict): string {
  const value = evidence?.value ?? null
  const expected = evidence?.expected ?? ''
  if (allowed) {
    if (response?.type === 'opaque')
      return 'Allowed, and opaque: the page gets an answer that it cannot look into.'
    if (reason === 'same-origin') return 'Allowed: page and server are one origin.'
    return `Allowed: ${evidence?.header ?? ''} is ${value ?? ''}.`
  }
  if (reason === 'no-response') return 'Blocked: there is no HTTP answer at all.'
  if (evidence?.header == null) return `Blocked: ${value ?? 'nothing'} where ${expected} is needed.`
  return value === null
    ? `Blocked: ${evidence.header} is missing; ${expected} was expected.`
    : `Blocked: ${evidence.header} is ${value}; ${expected} was expected.`
}
