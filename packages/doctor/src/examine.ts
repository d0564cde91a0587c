import { browse, type Engine, type FetchRequest } from '@next-cross-origin/browser'
import { browserHeaders, type Hop } from './browser-headers.ts'
import { type Recording, verdictsOfBrowsers } from './browsers.ts'
import type { Examination } from './examination.ts'
import type { Exchange } from './exchange.ts'
import { send } from './send.ts'
import { siteOf } from './site.ts'
import { examineWebSocket } from './web-socket.ts'

/** Describes what to send, and how long to wait. */
export interface ExamineOptions {
  /** The patience for each request, in milliseconds. */
  readonly timeoutMs: number
  /** Whose behaviour counts, by default what every browser does: docs/decisions/0012-one-verdict-for-all-browsers.md. */
  readonly engine?: Engine
  /** The body that the request has. */
  readonly body?: Buffer
  /** Describes what `Sec-Fetch-Dest` says. Default `empty`, as of `fetch()`. */
  readonly destination?: string
}

/**
 * Sends what a browser would send for the request and judges what comes back. The first request of the model is the first
 * on the wire, and nothing else is sent.
 */
export async function examine(request: FetchRequest, options: ExamineOptions): Promise<Examination> {
  const { engine = 'consensus', body, destination = 'empty', timeoutMs } = options
  if (destination === 'websocket') return examineWebSocket(request, { engine, timeoutMs })
  const exchanges: Exchange[] = []
  const recordings: Recording[] = []
  const before: Hop[] = []
  const steps = browse(request, { engine, siteOf })
  let step = steps.next()
  while (!step.done) {
    const wire = step.value
    const hasBody = body !== undefined && wire.purpose === 'request' && !['GET', 'HEAD'].includes(wire.method)
    const bodyLength = hasBody ? body.length : null
    const headers = browserHeaders(wire, request, { engine, bodyLength, destination, before })
    const outgoing = { method: wire.method, url: wire.url, headers, ...(hasBody ? { body } : {}) }
    const { exchange, received } = await send(wire.purpose, outgoing, timeoutMs, engine)
    exchanges.push(exchange)
    recordings.push({ wire, received })
    const { response } = exchange
    before.push({ wire, answer: response?.headers ?? [] })
    step = steps.next(response === null ? { type: 'no-response' } : { type: 'response', ...response })
  }
  return { verdict: step.value, exchanges, browsers: verdictsOfBrowsers(request, recordings) }
}
