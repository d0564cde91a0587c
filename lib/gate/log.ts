import type { Decision, Explanation } from '@next-cross-origin/cors'
import { type LogEvent, log } from '@/lib/log'

/** Lines about denials in one window; the rest is counted, so that a flood cannot fill a disk. */
const linesPerWindow = 20
const windowMs = 10_000

/**
 * A limit on how often something is logged.
 * @param write takes the events that pass, and `withheld` with their number when a window begins after some did not
 * @returns logs the event if there is room for it at this time, in milliseconds
 */
export function limited(
  write: (event: LogEvent) => void,
  withheld: string,
): (event: LogEvent, now: number) => void {
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
      write(event)
    } else {
      dropped++
    }
  }
}

const write = limited(log.warn, 'denials_withheld')

/** One structured line for a denied request. What the request said is truncated and escaped by `explain`. */
export function logDenial(requestId: string, decision: Decision, explanation: Explanation): void {
  const { kind, reason } = decision
  const { checked, failed, change } = explanation
  write({ event: 'denied', requestId, kind, reason, checked, failed, change }, Date.now())
}
