import { connect as connectHttp2, type IncomingHttpHeaders } from 'node:http2'
import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls, TLSSocket } from 'node:tls'
import { browserEngines, type Engine, type HeaderList } from '@next-cross-origin/browser'
import type { ResponseHead } from '@next-cross-origin/browser/response-head'
import { bodyText, wantedBytes } from './body.ts'
import type { Exchange, Failure } from './exchange.ts'
import { outcomeOf, type Received, readHead } from './received.ts'

/** One request to send. */
export interface Outgoing {
  readonly method: string
  readonly url: string
  readonly headers: HeaderList
  /** The body; absent where there is none. */
  readonly body?: Buffer
  /** The protocols to offer over TLS; HTTP/2 and HTTP/1.1 unless told. */
  readonly protocols?: readonly string[]
}

/** Says how an exchange ended on the wire. */
interface Outcome {
  readonly result: ResponseHead | Failure
  readonly received: Received
  /** Says how the body begins; absent where it was not read. */
  readonly body?: string
}

/** Says how long the beginning of a body is waited for once the head is there, in milliseconds. */
const BODY_WAIT_MS = 150

/**
 * Sends one request, over HTTP/1.1 byte for byte as given, and reads the head of the answer and the first bytes of its body.
 * A server that prefers HTTP/2 gets that, as from a browser. Does not follow, retry, cache, or send anything else. Never
 * throws: what goes wrong is in `failure`.
 */
export async function send(
  purpose: Exchange['purpose'],
  outgoing: Outgoing,
  timeoutMs: number,
  engine: Engine,
): Promise<{ exchange: Exchange; received: Received }> {
  const { headers, method, url } = outgoing
  const request = { method, url, headers }
  const started = performance.now()
  const { body, received, result } = await connectAndSend(outgoing, timeoutMs, engine)
  const durationMs = Math.round((performance.now() - started) * 10) / 10
  if ('code' in result) {
    return { exchange: { purpose, request, response: null, failure: result, durationMs }, received }
  }
  const { status, statusText } = result
  const response = { status, statusText, headers: result.headers, ...(body === undefined ? {} : { body }) }
  return { exchange: { purpose, request, response, failure: null, durationMs }, received }
}

const nothing = ({ method }: Outgoing): Received => ({
  protocol: 'http/1.1',
  method,
  bytes: Buffer.alloc(0),
  isClosed: false,
})

function connectAndSend(outgoing: Outgoing, timeoutMs: number, engine: Engine): Promise<Outcome> {
  return new Promise((resolve) => {
    const url = new URL(outgoing.url)
    const socket = open(url, outgoing.protocols ?? ['h2', 'http/1.1'])
    const fail = (code: Failure['code'], detail: string): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ result: { code, detail }, received: nothing(outgoing) })
    }
    const timer = setTimeout(() => {
      if (socket.connecting) fail('unreachable', `no connection within ${timeoutMs} ms`)
      else fail('tls', `no TLS handshake within ${timeoutMs} ms`)
    }, timeoutMs)
    const onError = (error: NodeJS.ErrnoException): void => fail(codeOf(error), detailOf(error))
    const onEnd = (): void => fail('closed', 'the server closed the connection without an answer')
    socket.once('error', onError)
    socket.once('end', onEnd)
    socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer)
      socket.off('error', onError)
      socket.off('end', onEnd)
      const isHttp2 = socket instanceof TLSSocket && socket.alpnProtocol === 'h2'
      resolve(
        isHttp2 ? overHttp2(socket, outgoing, timeoutMs) : overHttp1(socket, outgoing, timeoutMs, engine),
      )
    })
  })
}

function codeOf({ code = '' }: NodeJS.ErrnoException): Failure['code'] {
  return /^(ERR_(SSL|TLS)|DEPTH|CERT|SELF|UNABLE|EPROTO)/.test(code) ? 'tls' : 'unreachable'
}

function detailOf(error: NodeJS.ErrnoException): string {
  return error.message || (error.code ?? '')
}

/** Speaks HTTP/1.1: the head goes out as it is, and every engine gets the bytes that it reads of the answer. */
function overHttp1(socket: Socket, outgoing: Outgoing, timeoutMs: number, engine: Engine): Promise<Outcome> {
  return new Promise((resolve) => {
    const engines: readonly Engine[] = [engine, ...browserEngines]
    let received: Extract<Received, { protocol: 'http/1.1' }> = {
      protocol: 'http/1.1',
      method: outgoing.method,
      bytes: Buffer.alloc(0),
      isClosed: false,
    }
    let bodyTimer: NodeJS.Timeout | undefined
    const finish = (result: ResponseHead | Failure): void => {
      clearTimeout(timer)
      clearTimeout(bodyTimer)
      letGo(socket)
      const body = 'code' in result ? undefined : bodyOf(received.bytes, result, outgoing.method)
      resolve({ result, received, ...(body === undefined ? {} : { body }) })
    }
    const read = (): void => {
      // One engine may give up on a head that another reads on: all of them are to have what they read.
      if (engines.some((each) => readHead(received, each) === 'incomplete')) return
      const result = outcomeOf(readHead(received, engine), received)
      if (result === null) return
      if ('code' in result || received.isClosed || hasBody(received.bytes, result, outgoing.method))
        finish(result)
      else bodyTimer ??= setTimeout(() => finish(result), BODY_WAIT_MS)
    }
    const timer = setTimeout(() => {
      const silent: Failure = { code: 'timeout', detail: `no answer within ${timeoutMs} ms` }
      finish(outcomeOf(readHead(received, engine), received) ?? silent)
    }, timeoutMs)
    socket.on('data', (chunk: Buffer) => {
      received = { ...received, bytes: Buffer.concat([received.bytes, chunk]) }
      read()
    })
    const close = (detail: string): void => {
      received = { ...received, isClosed: true }
      if (received.bytes.length > 0) read()
      finish({ code: 'closed', detail })
    }
    socket.once('error', (error) => close(detailOf(error)))
    socket.once('end', () => close('the server closed the connection without an answer'))
    socket.write(Buffer.concat([requestHead(outgoing), outgoing.body ?? Buffer.alloc(0)]))
  })
}

/** Half-closes, which lets the server finish its body; what it still sends is thrown away, and not for long. */
function letGo(socket: Socket): void {
  socket.removeAllListeners('data')
  socket.end()
  socket.resume()
  setTimeout(() => socket.destroy(), 50).unref()
}

function hasBody(bytes: Buffer, { headers, length, status }: ResponseHead, method: string): boolean {
  return bytes.length - length >= wantedBytes(method, status, headers)
}

function bodyOf(bytes: Buffer, head: ResponseHead, method: string): string | undefined {
  if (wantedBytes(method, head.status, head.headers) === 0 || bytes.length <= head.length) return undefined
  return bodyText(bytes.subarray(head.length), head.headers)
}

/** Speaks HTTP/2 over a connection that was negotiated so. */
function overHttp2(socket: TLSSocket, outgoing: Outgoing, timeoutMs: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const url = new URL(outgoing.url)
    const session = connectHttp2(url.origin, { createConnection: () => socket })
    const chunks: Buffer[] = []
    let head: ResponseHead | null = null
    const finish = (failure: Failure): void => {
      clearTimeout(timer)
      session.destroy()
      if (head === null) resolve({ result: failure, received: nothing(outgoing) })
      else {
        const body = bodyText(Buffer.concat(chunks), head.headers)
        resolve({ result: head, received: { protocol: 'h2', head }, ...(body === '' ? {} : { body }) })
      }
    }
    const timer = setTimeout(
      () => finish({ code: 'timeout', detail: `no answer within ${timeoutMs} ms` }),
      timeoutMs,
    )
    const onError = (error: Error): void => finish({ code: 'closed', detail: error.message })
    session.once('error', onError)
    const stream = session.request(http2Headers(url, outgoing), { endStream: outgoing.body === undefined })
    stream.once('error', onError)
    stream.once('response', (headers: IncomingHttpHeaders & { ':status'?: number }) => {
      head = http2Head(headers)
      setTimeout(() => finish({ code: 'closed', detail: 'no body' }), BODY_WAIT_MS).unref()
    })
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.once('end', () =>
      finish({ code: 'closed', detail: 'the server ended the stream without an answer' }),
    )
    if (outgoing.body !== undefined) stream.end(outgoing.body)
  })
}

function http2Headers(url: URL, { headers, method }: Outgoing): Record<string, string | string[]> {
  const own: Record<string, string[]> = {}
  for (const [name, value] of headers) {
    const lower = name.toLowerCase()
    if (lower === 'host' || lower === 'connection') continue
    own[lower] = [...(own[lower] ?? []), value]
  }
  const joined = Object.entries(own).map(([name, values]) => [name, values.join(', ')])
  return {
    ':method': method,
    ':path': `${url.pathname}${url.search}`,
    ':authority': url.host,
    ':scheme': 'https',
    ...Object.fromEntries(joined),
  }
}

function http2Head(headers: IncomingHttpHeaders & { ':status'?: number }): ResponseHead {
  const { ':status': status = 0, ...rest } = headers
  return {
    status,
    statusText: '',
    headers: Object.entries(rest).flatMap(([name, value]) =>
      [value ?? []].flat().map((each): [string, string] => [name, each]),
    ),
    length: 0,
  }
}

function open(url: URL, protocols: readonly string[]): Socket {
  // A URL writes an IPv6 address in brackets; a socket wants it bare.
  const host = url.hostname.replace(/^\[|\]$/g, '')
  // Browsers resolve every name under localhost to this machine, whatever the resolver says (RFC 6761 §6.3).
  const address = /(^|\.)localhost\.?$/.test(host) ? 'localhost' : host
  const isTls = url.protocol === 'https:'
  const port = Number(url.port) || (isTls ? 443 : 80)
  const options = { host: address, port, autoSelectFamily: true }
  if (!isTls) return connectTcp(options)
  const servername = /^[\d.:]+$/.test(host) ? '' : host.replace(/\.$/, '')
  return connectTls({ ...options, servername, ALPNProtocols: [...protocols] })
}

function requestHead({ headers, method, url }: Outgoing): Buffer {
  const { pathname, search } = new URL(url)
  const lines = headers.map(([name, value]) => `${name}: ${value}`)
  return Buffer.from(
    `${[`${method} ${pathname}${search} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`,
    'latin1',
  )
}
