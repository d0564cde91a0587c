import type { Decision, Explanation } from '@next-cross-origin/cors'
import { type LogEvent, log } from '@/lib/log'
import type { AnswerContext } from './answer'

/** Lines about denials in one window; the rest is counted, so that a flood cannot fill a disk. */
const linesPerWindow = 20
const windowMs = 10_000

/**
 * A limit on how often something is logged.
 * @param write takes the events that pass, and `withheld` with their number when a window begins after some did not
 * @returns makes and logs the event if there is room for it at this time, in milliseconds
 */
export function limited(
  write: (event: LogEvent) => void,
  withheld: string,
): (event: () => LogEvent, now: number) => void {
  let windowStart = Number.NEGATIVE_INFINITY
  let lines = 0
  let dropped = 0
  return (event, now) => {
    // A clock that was set back begins a window, too.
    if (now - windowStart >= windowMs || now < windowStart) {
      if (dropped > 0) write({ event: withheld, count: dropped })
      windowStart = now
      lines = 0
      dropped = 0
    }
    if (lines < linesPerWindow) {
      lines++
      write(event())
    } else {
      dropped++
    }
  }
}

const write = limited(log.warn, 'denials_withheld')

/**
 * One structured line for a denied request. What the request said is truncated and escaped by `explain`.
 * @param explained is asked only when there is room for the line
 */
export function logDenial(requestId: string, decision: Decision, explained: () => Explanation): void {
  const line = () => {
    const { kind, reason } = decision
    const { checked, failed, change } = explained()
    return { event: 'denied', requestId, kind, reason, checked, failed, change }
  }
  write(line, Date.now())
}

/** Describes what is known of a request when it has been answered: never a cookie, the value of a query or a body. */
export interface AnsweredRequest {
  requestId: string
  method: string
  /** The pattern of its route, such as `/api/users/{username}`; `none` where there is no route. */
  route: string
  status: number
  ms: number
  /** The origin, where it is allowed; `none` for any other, which the line about the denial describes. */
  origin: string
  /** The reason code of the policy. */
  decision: string
}

type Observer = (answered: AnsweredRequest) => void

/** One list in a process: Next.js bundles each route apart. */
const slot: { [key: symbol]: Observer[] | undefined } = globalThis
const key = Symbol.for('next-cross-origin.request-observers')

/** Calls a function for each request that is answered from now on. */
export function observeRequests(observer: Observer): void {
  slot[key] = [...(slot[key] ?? []), observer]
}

const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/**
 * Writes one line for a request that was answered. `REQUEST_LOG` is the share of requests that get one, from 0 to 1; an
 * answer of 500 or more always does. Called by whoever answers: the gate for what it refuses, the handler for the rest.
 */
export function logAnswer({ requestId, decision, asked }: AnswerContext, status: number): void {
  const observers = slot[key]
  const isLogged = status >= 500 || asked.logShare === 1 || Math.random() < asked.logShare
  if (!isLogged && observers === undefined) return
  const answered: AnsweredRequest = {
    requestId,
    // Clients can make up methods, and each would be a series of the metrics.
    method: knownMethods.has(asked.method) ? asked.method : 'other',
    route: asked.route,
    status,
    ms: Math.round((performance.now() - asked.startedAt) * 10) / 10,
    origin: decision.origin ?? 'none',
    decision: decision.reason,
  }
  for (const observe of observers ?? []) observe(answered)
  if (isLogged) log.info({ event: 'request', ...answered })
}
