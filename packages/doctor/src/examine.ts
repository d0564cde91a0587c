import { browse, type Engine, type FetchRequest, type Verdict } from '@next-cross-origin/browser'
import { browserHeaders } from './browser-headers.ts'
import { type BrowserVerdicts, type Recording, verdictsOfBrowsers } from './browsers.ts'
import { type Exchange, send } from './exchange.ts'

/** What the doctor saw. */
export interface Examination {
  readonly verdict: Verdict
  readonly exchanges: readonly Exchange[]
  /** What each browser makes of the same answers. */
  readonly browsers: BrowserVerdicts
}

/**
 * Sends what a browser would send for the request and judges what comes back. The first request of the model is the first
 * on the wire, and nothing else is sent. `timeoutMs` is the patience for each request; `engine` is whose behaviour counts,
 * by default what every browser does: docs/decisions/0012-one-verdict-for-all-browsers.md.
 */
export async function examine(
  request: FetchRequest,
  timeoutMs: number,
  engine: Engine = 'consensus',
): Promise<Examination> {
  const exchanges: Exchange[] = []
  const recordings: Recording[] = []
  const steps = browse(request, { engine })
  let step = steps.next()
  while (!step.done) {
    const wire = step.value
    const previousUrls = exchanges.map(({ request: { url } }) => url)
    const headers = browserHeaders(wire, request, previousUrls)
    const { exchange, received } = await send(
      wire.purpose,
      { method: wire.method, url: wire.url, headers },
      timeoutMs,
      engine,
    )
    exchanges.push(exchange)
    recordings.push({ wire, received })
    const { response } = exchange
    step = steps.next(response === null ? { type: 'no-response' } : { type: 'response', ...response })
  }
  return { verdict: step.value, exchanges, browsers: verdictsOfBrowsers(request, recordings) }
}
