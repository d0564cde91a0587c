import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { browserEngines, type Engine, type HeaderList } from '@next-cross-origin/browser'
import {
  type MalformedHead,
  parseResponseHead,
  type ResponseHead,
} from '@next-cross-origin/browser/response-head'

/** One request and what came back, as the doctor reports it. */
export interface Exchange {
  readonly purpose: 'preflight' | 'request'
  readonly request: { readonly method: string; readonly url: string; readonly headers: HeaderList }
  /** Null when there was no HTTP response; `failure` then says why. */
  readonly response: {
    readonly status: number
    readonly statusText: string
    readonly headers: HeaderList
  } | null
  readonly failure: Failure | null
  /** From the first byte sent to the end of the answer's head. */
  readonly durationMs: number
}

/** Why there was no HTTP response. */
export interface Failure {
  readonly code: 'unreachable' | 'tls' | 'timeout' | 'closed' | 'not-http'
  /** The system's own words. */
  readonly detail: string
}

/** What came back for one request, in the bytes in which it came: each engine may read them in its own way. */
export interface Received {
  /** Of the request: an answer to HEAD has no body. */
  readonly method: string
  readonly bytes: Buffer
  /** Whether no more bytes will come. */
  readonly isClosed: boolean
}

/** Interim answers (1xx) are passed over; a server that sends nothing else is cut off. */
const INTERIM_LIMIT = 20

/**
 * Sends one HTTP/1.1 request, byte for byte as given, and reads the head of the answer. Does not follow, retry, cache, or
 * send anything else; the body is not read. Never throws: what goes wrong is in `failure`.
 */
export async function send(
  purpose: Exchange['purpose'],
  request: Exchange['request'],
  timeoutMs: number,
  engine: Engine,
): Promise<{ exchange: Exchange; received: Received }> {
  const started = performance.now()
  const { outcome, received } = await roundTrip(request, timeoutMs, engine)
  const durationMs = Math.round((performance.now() - started) * 10) / 10
  if ('code' in outcome) {
    return { exchange: { purpose, request, response: null, failure: outcome, durationMs }, received }
  }
  const { status, statusText, headers } = outcome
  const response = { status, statusText, headers }
  return { exchange: { purpose, request, response, failure: null, durationMs }, received }
}

/** The answer in the bytes, as an engine reads it: the first head that is no interim one. */
export function readHead(
  { method, bytes, isClosed }: Received,
  engine: Engine,
): ResponseHead | MalformedHead | 'incomplete' {
  let rest = bytes
  for (let interim = 0; interim <= INTERIM_LIMIT; interim++) {
    const head = parseResponseHead(rest, isClosed, engine, method)
    if (head === 'incomplete' || 'malformed' in head || !isInterim(head.status)) return head
    rest = rest.subarray(head.length)
  }
  return { malformed: 'it consists of interim answers' }
}

function roundTrip(
  request: Exchange['request'],
  timeoutMs: number,
  engine: Engine,
): Promise<{ outcome: ResponseHead | Failure; received: Received }> {
  return new Promise((resolve) => {
    const url = new URL(request.url)
    const socket = open(url)
    const engines: readonly Engine[] = [engine, ...browserEngines]
    let received: Received = { method: request.method, bytes: Buffer.alloc(0), isClosed: false }
    let isConnected = false
    const finish = (outcome: ResponseHead | Failure): void => {
      clearTimeout(timer)
      // Half-closing lets the server finish its body; what it still sends is thrown away, and not for long.
      socket.removeAllListeners('data')
      socket.end()
      socket.resume()
      setTimeout(() => socket.destroy(), 50).unref()
      resolve({ outcome, received })
    }
    const timer = setTimeout(() => {
      const silent: Failure = { code: 'timeout', detail: `no answer within ${timeoutMs} ms` }
      if (isConnected) finish(outcomeOf(readHead(received, engine)) ?? silent)
      else if (socket.connecting)
        finish({ code: 'unreachable', detail: `no connection within ${timeoutMs} ms` })
      else finish({ code: 'tls', detail: `no TLS handshake within ${timeoutMs} ms` })
      socket.destroy()
    }, timeoutMs)
    socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      isConnected = true
      socket.write(Buffer.from(requestHead(url, request), 'latin1'))
    })
    const read = (next: Received): void => {
      received = next
      // One engine may give up on a head that another reads on: all of them are to have what they read.
      if (engines.some((each) => readHead(received, each) === 'incomplete')) return
      const outcome = outcomeOf(readHead(received, engine))
      if (outcome !== null) finish(outcome)
    }
    socket.on('data', (chunk: Buffer) => {
      read({ ...received, bytes: Buffer.concat([received.bytes, chunk]) })
    })
    socket.once('error', (error: NodeJS.ErrnoException) => {
      const isTls =
        isConnected === false && (error.code ?? '').match(/^(ERR_(SSL|TLS)|DEPTH|CERT|SELF|UNABLE|EPROTO)/)
      finish({
        code: isTls ? 'tls' : isConnected ? 'closed' : 'unreachable',
        detail: error.message || (error.code ?? ''),
      })
    })
    socket.once('end', () => {
      if (received.bytes.length > 0) read({ ...received, isClosed: true })
      finish({ code: 'closed', detail: 'the server closed the connection without an answer' })
    })
  })
}

/** What the head that an engine read comes to; null while it is incomplete. */
function outcomeOf(head: ReturnType<typeof readHead>): ResponseHead | Failure | null {
  if (head === 'incomplete') return null
  if ('malformed' in head) return { code: 'not-http', detail: `a browser cannot read it: ${head.malformed}` }
  if (head.status === 101) return { code: 'not-http', detail: 'it switches to another protocol (101)' }
  return head
}

/** Whether another head follows (RFC 9110 §15.2); 101 is the end of HTTP instead. */
function isInterim(status: number): boolean {
  return status >= 100 && status < 200 && status !== 101
}

function open(url: URL): Socket {
  // A URL writes an IPv6 address in brackets; a socket wants it bare.
  const host = url.hostname.replace(/^\[|\]$/g, '')
  // Browsers resolve every name under localhost to this machine, whatever the resolver says (RFC 6761 §6.3).
  const address = /(^|\.)localhost\.?$/.test(host) ? 'localhost' : host
  const isTls = url.protocol === 'https:'
  const port = Number(url.port) || (isTls ? 443 : 80)
  const options = { host: address, port, autoSelectFamily: true }
  return isTls
    ? connectTls({ ...options, servername: /^[\d.:]+$/.test(host) ? '' : host.replace(/\.$/, '') })
    : connectTcp(options)
}

function requestHead(url: URL, { method, headers }: Exchange['request']): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}`)
  return `${[`${method} ${url.pathname}${url.search} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`
}
