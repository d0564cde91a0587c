import {
  type Answer,
  browse,
  type Engine,
  type FetchRequest,
  type Verdict,
  type WireRequest,
} from '@next-cross-origin/browser'
import { mayAnswerFromCache, preflightIsRemembered } from './memory.ts'
import type { Recorded } from './transcript.ts'

/** One request that the model expects, and what is known of its answer. */
export interface ReplayStep {
  readonly wire: WireRequest
  readonly answer: Answer
  /** Says where the answer came from: the server, what the browser remembered, or nowhere. */
  readonly source: 'server' | 'memory' | 'nowhere'
  /** As the server saw it; null unless it did. */
  readonly recorded: Recorded | null
  /** Says how the source is not the one that the model expects; null when it is. */
  readonly surprise: string | null
}

/** Describes what the model makes of an exchange that took place. */
export interface Replay {
  readonly verdict: Verdict
  readonly steps: readonly ReplayStep[]
  /** Describes what happened on the wire and the model does not expect; empty when it expects all of it. */
  readonly surprises: readonly string[]
}

/**
 * Lets the model of the browser meet the answers that were really given, and compares what it would have sent with what
 * arrived.
 *
 * @param recorded what the server saw of this call, in order
 * @param earlier the steps of the calls before, from which the browser may remember
 */
export function replay(
  request: FetchRequest,
  recorded: readonly Recorded[],
  earlier: readonly ReplayStep[],
  engine: Engine,
): Replay {
  const waiting = [...recorded]
  const steps: ReplayStep[] = []
  const browser = browse(request, { engine })
  let step = browser.next()
  while (!step.done) {
    const wire = step.value
    const known = earlier.findLast((each) => isSameRequest(each.wire, wire))
    const remembers = known !== undefined && isRemembered(known, wire)
    const [next] = waiting
    if (next !== undefined && next.method === wire.method) {
      waiting.shift()
      const answer: Answer = { type: 'response', ...next.answer }
      // A cache may answer and need not (RFC 9111 §2); a permission that is remembered is used (Fetch §4.4).
      const surprise =
        remembers && wire.purpose === 'preflight'
          ? `The browser sent ${wire.method}, which it could have remembered.`
          : null
      steps.push({ wire, answer, source: 'server', recorded: next, surprise })
      step = browser.next(answer)
    } else if (known !== undefined) {
      const surprise = remembers ? null : `The browser remembered ${wire.method}, which it should have sent.`
      steps.push({ wire, answer: known.answer, source: 'memory', recorded: null, surprise })
      step = browser.next(known.answer)
    } else {
      const answer: Answer = { type: 'no-response' }
      steps.push({ wire, answer, source: 'nowhere', recorded: null, surprise: null })
      step = browser.next(answer)
    }
  }
  const surprises = [
    ...steps.flatMap(({ surprise }) => surprise ?? []),
    ...waiting.map(({ method }) => `The server saw ${method}, which the model would not send.`),
  ]
  return { verdict: step.value, steps, surprises }
}

function isSameRequest(one: WireRequest, other: WireRequest): boolean {
  return one.url === other.url && one.purpose === other.purpose && one.method === other.method
}

function isRemembered({ wire: before, answer }: ReplayStep, wire: WireRequest): boolean {
  if (answer.type !== 'response') return false
  return wire.purpose === 'preflight'
    ? preflightIsRemembered(answer.headers)
    : mayAnswerFromCache(answer.headers, before.headers, wire.headers)
}
