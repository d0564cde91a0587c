import { IncomingMessage, type ServerResponse } from 'node:http'
import { finished } from 'node:stream/promises'
import type { PlainAnswer } from '@/lib/gate/answer'
import type { Eventual } from './front'

/** A request or an answer has these; two lines of one header are joined, as `Headers` joins them. */
export function headerReader({ headers }: Pick<IncomingMessage, 'headers'>) {
  return {
    get(name: string): string | null {
      const value = headers[name]
      return value === undefined ? null : typeof value === 'string' ? value : value.join(', ')
    },
  }
}

/** Returns every value of one header as it was sent. */
export function valuesOf({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>, name: string): string[] {
  const values: string[] = []
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const sent = rawHeaders[index]
    if (sent?.length === name.length && sent.toLowerCase() === name) values.push(rawHeaders[index + 1] ?? '')
  }
  return values
}

/** Removes the headers whose names a test accepts. */
export function removeHeaders(
  { headers }: Pick<IncomingMessage, 'headers'>,
  isRemoved: (name: string) => boolean,
): void {
  for (const name of Object.keys(headers)) if (isRemoved(name)) delete headers[name]
}

/** Appends the peer of the socket to `X-Forwarded-For`, as a proxy would: docs/decisions/0008-client-address.md. */
export function nameThePeer({ headers, socket }: IncomingMessage): void {
  const sent = headers['x-forwarded-for']
  const peer = socket.remoteAddress ?? 'unknown'
  headers['x-forwarded-for'] = sent === undefined ? peer : `${[sent].flat().join(', ')}, ${peer}`
}

/** Returns true while a body is announced or under way. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/** The whole body, or the reason why there is none. */
export type Body = Buffer | 'too long' | 'incomplete'

/** Reads a body and counts it, because its length can be left out. Reads no further than one chunk past the limit. */
export async function readWhole(
  request: IncomingMessage,
  response: ServerResponse,
  maxBytes: number,
): Promise<Body> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return 'too long'
  if (request.headers.expect !== undefined) response.writeContinue()
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    const take = (chunk: Buffer) => {
      size += chunk.length
      if (size <= maxBytes) chunks.push(chunk)
      else settle('too long')
    }
    const settle = (body: Body) => {
      request.off('data', take)
      resolve(body)
    }
    request.on('data', take)
    request.once('end', () => settle(Buffer.concat(chunks)))
    request.once('error', () => settle('incomplete'))
  })
}

/** Returns a request like the one that came, whose body has come as a whole. */
export function withBody(request: IncomingMessage, body: Buffer): IncomingMessage {
  const whole = new IncomingMessage(request.socket)
  whole.method = request.method
  whole.url = request.url
  whole.httpVersion = request.httpVersion
  whole.httpVersionMajor = request.httpVersionMajor
  whole.httpVersionMinor = request.httpVersionMinor
  whole.headers = request.headers
  whole.rawHeaders = request.rawHeaders
  // A message that ends before it is complete closes its connection.
  whole.complete = true
  whole.push(body)
  whole.push(null)
  return whole
}

/** Time for a client to finish sending a body that was refused, and then to read why. */
const lingerMs = 10_000

/**
 * Sends an answer. While the client still sends a body, the answer goes out at once and the connection stays open
 * until the client has finished: closing it earlier would make the system drop the answer unread.
 * @returns null, as a front does whose answer is under way
 */
export function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: PlainAnswer,
): Eventual<null> {
  // Names and values in one list: Node.js writes it as it is.
  const lines: string[] = []
  for (const [name, value] of headers) lines.push(name, value)
  if (status !== 204) lines.push('content-length', String(Buffer.byteLength(body ?? '')))
  response.writeHead(status, lines)
  if (hasBody(request) && !request.complete && status !== 204)
    return sendAround(request, response, body ?? '')
  response.end(body)
  return null
}

/** Sends an answer while the client still sends its body. */
async function sendAround(request: IncomingMessage, response: ServerResponse, body: string): Promise<null> {
  if (request.method === 'HEAD') response.flushHeaders()
  else response.write(body)
  request.resume()
  await finished(request, { signal: AbortSignal.timeout(lingerMs) }).catch(() => {})
  response.end()
  if (!request.complete) request.socket.destroySoon()
  return null
}
