import {
  type Answer,
  type BrowserEngine,
  browse,
  type Engine,
  type FetchRequest,
  type Verdict,
} from '@next-cross-origin/browser'
import type { Exchange, Failure, Response } from './exchange.ts'
import { siteOf } from './site.ts'

/** The verdict of each browser on the same answers; null where it would have sent something that was not sent. */
export type BrowserVerdicts = Readonly<Record<BrowserEngine, Verdict | null>>

/** Describes what the doctor saw. */
export interface Examination {
  readonly verdict: Verdict
  readonly exchanges: readonly Exchange[]
  /** Describes what each browser makes of the same answers. */
  readonly browsers: BrowserVerdicts
}

/** Answers that somebody brought instead of having them asked for. */
export interface GivenAnswers {
  /** The answer to the preflight; null when it is not known. */
  readonly preflight: Response | null
  /** The answers to the request itself, redirects included, in order. */
  readonly request: readonly Response[]
  /** Says why there was no answer, where that is known. */
  readonly failure?: Failure
}

/**
 * Judges answers that were given, and sends nothing. A preflight whose answer is not known counts as one that went well,
 * because whoever brings the answer to the request itself has seen it pass.
 */
export function examineGiven(
  request: FetchRequest,
  given: GivenAnswers,
  engine: Engine = 'consensus',
): Examination {
  const exchanges: Exchange[] = []
  const verdict = replay(request, given, engine, (exchange) => exchanges.push(exchange))
  const verdictOf = (each: BrowserEngine): Verdict => replay(request, given, each)
  const browsers = {
    chromium: verdictOf('chromium'),
    firefox: verdictOf('firefox'),
    webkit: verdictOf('webkit'),
  }
  return { verdict, exchanges, browsers }
}

function replay(
  request: FetchRequest,
  given: GivenAnswers,
  engine: Engine,
  report: (exchange: Exchange) => void = () => undefined,
): Verdict {
  const steps = browse(request, { engine, siteOf })
  const left = [...given.request]
  let step = steps.next()
  while (!step.done) {
    const wire = step.value
    const known = wire.purpose === 'preflight' ? given.preflight : (left.shift() ?? null)
    const isAssumed = known === null && wire.purpose === 'preflight' && left.length > 0
    const { purpose, method, url, headers } = wire
    if (!isAssumed)
      report({
        purpose,
        request: { method, url, headers },
        response: known,
        failure: known === null ? (given.failure ?? null) : null,
        durationMs: null,
      })
    step = steps.next(isAssumed ? permissive(wire.headers) : answerOf(known))
  }
  return step.value
}

function answerOf(response: Response | null): Answer {
  return response === null ? { type: 'no-response' } : { type: 'response', ...response }
}

/** The answer that lets through what a preflight asks for. */
function permissive(asked: readonly (readonly [string, string])[]): Answer {
  const sent = new Map(asked.map(([name, value]) => [name.toLowerCase(), value]))
  return {
    type: 'response',
    status: 204,
    headers: [
      ['Access-Control-Allow-Origin', sent.get('origin') ?? '*'],
      ['Access-Control-Allow-Credentials', 'true'],
      ['Access-Control-Allow-Methods', sent.get('access-control-request-method') ?? ''],
      ['Access-Control-Allow-Headers', sent.get('access-control-request-headers') ?? ''],
    ],
  }
}
