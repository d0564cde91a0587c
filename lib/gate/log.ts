import type { Decision, Explanation } from '@/lib/cors'
import { log } from '@/lib/log'

/** Lines about denials in one window; the rest is counted, so that a flood cannot fill a disk. */
const linesPerWindow = 20
const windowMs = 10_000

let windowStart = 0
let lines = 0
let withheld = 0

/** One structured line for a denied request. What the request said is truncated and escaped by `explain`. */
export function logDenial(denial: { requestId: string; decision: Decision; explanation: Explanation }): void {
  const now = Date.now()
  if (now - windowStart > windowMs) {
    if (withheld > 0) log.warn({ event: 'denials_withheld', count: withheld, seconds: windowMs / 1_000 })
    windowStart = now
    lines = 0
    withheld = 0
  }
  if (lines >= linesPerWindow) {
    withheld++
    return
  }
  lines++
  const { requestId, decision, explanation } = denial
  log.warn({ event: 'denied', requestId, kind: decision.kind, reason: decision.reason, ...explanation })
}
