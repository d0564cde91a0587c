import { randomBytes } from 'node:crypto'
import {
  type Engine,
  type FetchRequest,
  judge,
  type Verdict,
  type WireRequest,
} from '@next-cross-origin/browser'
import { browserHeaders } from './browser-headers.ts'
import type { Examination } from './examination.ts'
import { readHead } from './received.ts'
import { send } from './send.ts'

/** Returns the http URL that a WebSocket's handshake goes to. */
const handshakeUrl = (url: string): string => url.replace(/^ws(s?):/i, 'http$1:')

/**
 * Sends the handshake of a WebSocket as a browser does (WebSockets § 3.1), and judges the answer: CORS plays no part, and a server
 * that wants to refuse a page has to look at `Origin`.
 */
export async function examineWebSocket(
  request: FetchRequest,
  { engine, timeoutMs }: { engine: Engine; timeoutMs: number },
): Promise<Examination> {
  const url = handshakeUrl(request.url)
  const asked: FetchRequest = { ...request, url, method: 'GET', mode: 'no-cors', credentials: 'include' }
  const refused = judge(asked, [])
  if (refused.stage === 'request') return { verdict: refused, exchanges: [], browsers: allOf(refused) }
  const wire: WireRequest = {
    purpose: 'request',
    method: 'GET',
    url,
    headers: [['Origin', request.origin]],
    credentials: true,
  }
  const usual = browserHeaders(wire, asked, {
    engine,
    bodyLength: null,
    destination: 'websocket',
    before: [],
  })
  const kept = usual.filter(
    ([name]) => !/^(connection|referer|sec-fetch-.*|priority|sec-ch-.*|accept)$/i.test(name),
  )
  const headers = [
    ...kept,
    ['Connection', 'Upgrade'],
    ['Upgrade', 'websocket'],
    ['Sec-WebSocket-Version', '13'],
    ['Sec-WebSocket-Key', randomBytes(16).toString('base64')],
  ] as const
  const outgoing = { method: 'GET', url, headers, protocols: ['http/1.1'] }
  const { exchange, received } = await send('request', outgoing, timeoutMs, engine)
  const head = readHead(received, engine)
  const status = head === 'incomplete' || 'malformed' in head ? null : head.status
  const response =
    head !== 'incomplete' && !('malformed' in head)
      ? { status: head.status, statusText: head.statusText, headers: head.headers }
      : null
  const verdict = verdictOf(status, wire)
  const seen = {
    ...exchange,
    response: exchange.response ?? response,
    failure: response === null ? exchange.failure : null,
  }
  return { verdict, exchanges: [seen], browsers: allOf(verdict) }
}

function verdictOf(status: number | null, wire: WireRequest): Verdict {
  const isOpen = status === 101
  return {
    allowed: isOpen,
    reason: status === null ? 'no-response' : isOpen ? 'websocket-open' : 'websocket-refused',
    stage: 'response',
    step: 'WebSockets §3.1 establish a WebSocket connection',
    evidence: { header: null, value: status === null ? null : String(status), expected: '101' },
    preflight: { needed: false, because: [] },
    sent: [wire],
    response: isOpen ? { type: 'basic', status: 101, url: wire.url, redirected: false, headers: [] } : null,
  }
}

const allOf = (verdict: Verdict) => ({ chromium: verdict, firefox: verdict, webkit: verdict })
