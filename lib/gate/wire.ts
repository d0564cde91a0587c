import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { mergeVary } from './answer'
import { maxBodyBytes } from './problem'

/**
 * Some requests Next.js answers before it asks the middleware, and some Node.js before it asks Next.js. This brings
 * the first to the gate and gives the second the header that every answer has. Called once, when the API starts.
 */
export function coverTheWire(): void {
  subscribe('net.server.socket', (message) => {
    const { server } = (message as { socket: Socket & { server: Server } }).socket
    // Next.js would leave a request for another protocol open. Without a listener, Node.js takes it for the request that
    // it is besides (RFC 9110 § 7.8). In development Next.js itself talks to its pages over a WebSocket.
    if (process.env.NODE_ENV === 'production') server.removeAllListeners('upgrade')
    if (server.listeners('clientError').includes(answerUnreadable)) return
    server.on('clientError', answerUnreadable)
    // An expectation that nobody knows need not be met (RFC 9110 § 10.1.1), and the 417 of Node.js passes no gate.
    server.on('checkExpectation', (request, response) => server.emit('request', request, response))
  })
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse }
    // A lesson of the lab is about an answer that does not say what it varies on.
    if (process.env.LAB !== '1' || !request.url?.startsWith('/api/lab/exchange/')) varyOnOrigin(response)
    answering.set(request.socket, response)
    nameThePeer(request)
    bringToGate(request)
    endLongBody(request)
  })
}

/**
 * Next.js answers only when the whole body has come. Of one that is too long it gets just enough to see that, and so
 * the client its 413 at once; the rest is thrown away as it comes, as Node.js does with a body that nobody reads.
 */
function endLongBody(request: IncomingMessage & { _dumped?: boolean }): void {
  const { 'content-length': declared, 'transfer-encoding': coding } = request.headers
  // Node.js keeps a body to the length that it declares, so only one without has to be counted.
  const isTooLong = Number(declared ?? 0) > maxBodyBytes
  if (!isTooLong && coding === undefined) return
  const push = request.push.bind(request)
  const end = () => {
    request._dumped = true
    // Or the end of what was read would be taken for a client that broke off, and the connection closed.
    request.complete = true
    closeGently(request.socket)
    push(null)
  }
  if (isTooLong) {
    end()
    return
  }
  let size = 0
  request.push = (chunk: Uint8Array | null, ...rest) => {
    size += chunk?.byteLength ?? 0
    const wantsMore = push(chunk, ...rest)
    if (size > maxBodyBytes && chunk !== null) end()
    return wantsMore
  }
}

/** Time for a client to send the rest of a body that was refused, and then to read why. */
const uploadLingerMs = 10_000

/** Where the connection is to end with the answer: lets the client finish, or the system would reset it unread. */
function closeGently(socket: Socket): void {
  socket.destroySoon = () => {
    socket.end()
    socket.once('end', () => socket.destroy())
    setTimeout(() => socket.destroy(), uploadLingerMs).unref()
  }
}

/**
 * Next.js appends to `Vary` what is there already, overwrites it on its own pages, and names headers that no answer
 * of this API depends on, since no request brings them to it. What is sent names `Origin`, and nothing twice.
 */
function varyOnOrigin(response: ServerResponse): void {
  response.writeHead = new Proxy(response.writeHead, {
    apply(writeHead, self, args) {
      const names = String(response.getHeader('vary') ?? '').split(',')
      const own = names.filter((name) => !isForPages(name.trim().toLowerCase()))
      response.setHeader('vary', mergeVary('Origin', own.join(',')))
      return Reflect.apply(writeHead, self, args)
    },
  })
}

/** A route handler never learns who is at the other end of the socket: docs/decisions/0008-client-address.md. */
function nameThePeer({ headers, socket }: IncomingMessage): void {
  const sent = headers['x-forwarded-for']
  const peer = socket.remoteAddress ?? 'unknown'
  headers['x-forwarded-for'] = [...(sent === undefined ? [] : [sent].flat()), peer].join(', ')
}

/** Node.js keeps this many headers of a request, and drops the rest without a word. */
const mostHeaders = 1_000

/** Makes of a request what the gate can judge. The gate, not this, decides about it. */
export function bringToGate(
  request: Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'rawHeaders'>,
): void {
  request.url = gateTarget(request.url ?? '')
  // `Request` refuses to be made with this method; no route offers the other.
  if (request.method === 'TRACE') request.method = 'PUT'
  if (request.rawHeaders.length >= 2 * mostHeaders) request.headers.origin = 'null'
  // Node.js keeps the first of several; the handler shall not take one type for what another server takes for the other.
  const types = valuesOf(request.rawHeaders, 'content-type')
  if (types.length > 1) request.headers['content-type'] = types.join(', ')
  for (const name of Object.keys(request.headers)) {
    if (isForPages(name)) delete request.headers[name]
  }
}

/** Every value of one header, from a list in which names and values take turns. */
function valuesOf(rawHeaders: readonly string[], name: string): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name)
}

const notFound = '/'

/**
 * The target that Next.js will route as it stands: an address that is spelt in a way which Next.js redirects, cannot
 * decode, or would spell otherwise for its handlers than for the middleware becomes one at which there is nothing.
 */
export function gateTarget(target: string): string {
  // The absolute form, RFC 9112 § 3.2.2. Which host it names does not matter here, as with `Host`.
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '') || '/'
  const query = path.indexOf('?')
  const pathname = query === -1 ? path : path.slice(0, query)
  if (!URL.canParse(pathname, base) || new URL(pathname, base).pathname !== pathname) return notFound
  if (pathname.includes('//') || besidesMiddleware.test(pathname) || !isText(pathname)) return notFound
  return path
}

/** Whether a path decodes to UTF-8 without NUL, which no database takes. */
function isText(pathname: string): boolean {
  try {
    return !decodeURIComponent(pathname).includes('\0')
  } catch {
    return false
  }
}

/** What middleware.ts leaves out for the dashboard's sake, and the rest of what Next.js serves by itself. */
const besidesMiddleware = /^\/(_next|favicon\.ico|icon\.svg)/

const base = 'http://localhost'

/** Headers by which pages talk to Next.js: they turn a call into a redirect or into an action. There are no pages. */
function isForPages(name: string): boolean {
  return name === 'rsc' || name.startsWith('next-') || name.startsWith('x-nextjs-')
}

/** The answer under way on a connection. */
const answering = new WeakMap<object, ServerResponse>()

const statusByFault: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Content Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** What Node.js does with bytes that are no request, and `Vary` besides. Nothing is known of who sent them. */
function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  const answer = answering.get(socket)
  if (answer?.headersSent && !answer.writableFinished) socket.destroy(error)
  else refuse(socket, statusByFault[error.code ?? ''] ?? '400 Bad Request')
}

const refused = new WeakSet<Socket>()

/** Time for the client to read why, before what it still sends makes the system reset the connection. */
const lingerMs = 1_000

function refuse(socket: Socket, status: string): void {
  if (refused.has(socket)) return
  refused.add(socket)
  socket.end(
    `HTTP/1.1 ${status}\r\nVary: Origin\r\nCache-Control: no-store\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
  )
  setTimeout(() => socket.destroy(), lingerMs).unref()
}
