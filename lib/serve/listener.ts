import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setImmediate as immediate, setTimeout as wait } from 'node:timers/promises'
import { log } from '@/lib/log'
import { andThen, type Front } from './front'
import { valuesOf } from './message'

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** Says how long a client may take for its headers, and for its whole request. Past it, 408. */
const headersTimeoutMs = 20_000
const requestTimeoutMs = 60_000
/** Longer than proxies keep a connection that nobody uses, so that the proxy closes it and not this process. */
const keepAliveTimeoutMs = 75_000
/** Says how long requests under way may take to end, once no connection is taken any more. */
const drainMs = 5_000

/** One deployment's server, before and while it listens. */
export interface Listener {
  server: Server
  /** Says that readiness may be answered. */
  setReady(): void
  /**
   * Ends well: readiness is 503 for a moment while connections are still taken, then none is taken, and requests
   * under way are answered or cut at the deadline.
   */
  end(delaySeconds: number): Promise<void>
}

/**
 * Makes the server. Nothing is answered before `front` is there, because it is asked about every request.
 * @param handle Next.js's request handler
 */
export function createListener(front: Front, handle: Handler): Listener {
  let state: 'starting' | 'ready' | 'ending' = 'starting'
  const answering = new WeakMap<Socket, ServerResponse>()
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    answering.set(request.socket, response)
    if (state === 'ending') response.setHeader('connection', 'close')
    if (!isReadable(request)) {
      response.writeHead(400, { 'content-length': 0, 'cache-control': 'no-store', connection: 'close' }).end()
      return
    }
    const fail = (error: unknown) => {
      log.error({ event: 'request_failed', err: error })
      if (response.headersSent) response.destroy()
      else response.writeHead(500, { 'content-length': 0 }).end()
    }
    try {
      const handled = andThen(front.admit(request, response, state === 'ready'), (admitted) =>
        admitted === null ? undefined : handle(admitted, response),
      )
      if (handled instanceof Promise) handled.catch(fail)
    } catch (error) {
      fail(error)
    }
  }
  const server = createServer(
    {
      ServerResponse: front.Answer,
      maxHeaderSize: front.maxHeaderBytes,
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: keepAliveTimeoutMs,
      connectionsCheckingInterval: 1_000,
    },
    onRequest,
  )
  // The body is asked for only when the request has passed. An expectation that nobody knows changes nothing.
  server.on('checkContinue', onRequest)
  server.on('checkExpectation', onRequest)
  server.on('clientError', (error: Error & { code?: string }, stream) => {
    const socket = stream as Socket
    const answer = answering.get(socket)
    if (answer?.headersSent && !answer.writableFinished) socket.destroy(error)
    else refuseUnreadable(socket, statusByFault[error.code ?? ''] ?? '400 Bad Request')
  })
  return {
    server,
    setReady() {
      if (state === 'starting') state = 'ready'
    },
    async end(delaySeconds) {
      state = 'ending'
      await wait(delaySeconds * 1_000)
      await untilNobodyComes(server)
      const closed = new Promise((resolve) => server.close(resolve))
      const deadline = setTimeout(() => server.closeAllConnections(), drainMs)
      await closed
      clearTimeout(deadline)
    },
  }
}

/** Turns of the event loop, at the most, in which a listener waits for a moment without a new connection. */
const mostTurns = 100

/**
 * Waits for two turns of the event loop that bring no connection. When a listener closes, the system resets those that
 * nobody has accepted yet, and a proxy does not send a write again.
 */
async function untilNobodyComes(server: Server): Promise<void> {
  let came = true
  const note = () => {
    came = true
  }
  server.on('connection', note)
  for (let turns = 0; came && turns < mostTurns; turns++) {
    came = false
    await immediate()
    await immediate()
  }
  server.off('connection', note)
}

/** Refuses what other servers could read otherwise: two hosts, or a version that has another form. */
function isReadable(request: IncomingMessage): boolean {
  const { httpVersion } = request
  return (httpVersion === '1.1' || httpVersion === '1.0') && valuesOf(request, 'host').length < 2
}

const statusByFault: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Content Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** Time for the client to read why, before what it still sends makes the system reset the connection. */
const lingerMs = 1_000

/** Answers bytes that are no request. Nothing is known of who sent them. */
function refuseUnreadable(socket: Socket, status: string): void {
  if (!socket.writable) return
  socket.end(
    `HTTP/1.1 ${status}\r\nVary: Origin\r\nCache-Control: no-store\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
  )
  setTimeout(() => socket.destroy(), lingerMs).unref()
}
