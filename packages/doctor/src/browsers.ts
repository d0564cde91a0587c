import {
  type Answer,
  type BrowserEngine,
  browse,
  combineDuplicates,
  type FetchRequest,
  type Verdict,
  type WireRequest,
} from '@next-cross-origin/browser'
import type { BrowserVerdicts } from './examination.ts'
import { type Received, readHead } from './received.ts'
import { siteOf } from './site.ts'

/** One request that was sent, and the bytes that came back. */
export interface Recording {
  readonly wire: WireRequest
  readonly received: Received
}

/**
 * Lets the model of each browser meet the answers that came. Nothing more is sent and nothing is guessed: a browser that
 * would have asked something else gets no verdict here.
 */
export function verdictsOfBrowsers(request: FetchRequest, recordings: readonly Recording[]): BrowserVerdicts {
  const verdictOf = (engine: BrowserEngine): Verdict | null => {
    const steps = browse(request, { engine, siteOf })
    let step = steps.next()
    for (let index = 0; !step.done; index++) {
      const recording = recordings[index]
      if (recording === undefined || !isSame(recording.wire, step.value)) return null
      step = steps.next(answerFor(engine, recording.received))
    }
    return step.value
  }
  return { chromium: verdictOf('chromium'), firefox: verdictOf('firefox'), webkit: verdictOf('webkit') }
}

/** Tells whether two requests are the same on the wire, where it makes no difference whether values are joined (RFC 9110 §5.3). */
function isSame(sent: WireRequest, wanted: WireRequest): boolean {
  const joined = (wire: WireRequest) => ({ ...wire, headers: combineDuplicates(wire.headers) })
  return JSON.stringify(joined(sent)) === JSON.stringify(joined(wanted))
}

function answerFor(engine: BrowserEngine, received: Received): Answer {
  const head = readHead(received, engine)
  if (head === 'incomplete' || 'malformed' in head || head.status === 101) return { type: 'no-response' }
  return { type: 'response', status: head.status, headers: head.headers }
}
