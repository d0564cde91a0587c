import { connect, type Socket } from 'node:net'
import type { CaseRequest } from './cases'
import type { Answer } from './check'

/**
 * Sends bytes over a connection of their own, as no client library would, and takes what comes back.
 * @param write what to send; it may wait, and may end or destroy the connection itself
 * @returns everything until the server closes the connection, or until nobody has said anything for `quietMs`
 */
export function converse(port: number, write: (socket: Socket) => unknown, quietMs = 5_000): Promise<Buffer> {
  return new Promise((resolve) => {
    const received: Buffer[] = []
    const socket = connect(port, 'localhost')
    const done = () => {
      socket.destroy()
      resolve(Buffer.concat(received))
    }
    socket.on('data', (chunk) => received.push(chunk))
    // A server may refuse a body, and close, while it is still being sent.
    for (const event of ['end', 'close', 'error']) socket.on(event, done)
    socket.setTimeout(quietMs, done)
    socket.once('connect', () => void write(socket))
  })
}

/** The bytes of a case: its own headers, and those without which HTTP does not work. */
export function requestBytes({ method, target, headers, body }: CaseRequest): Buffer {
  const has = (name: string) => headers.some(([header]) => header.toLowerCase() === name)
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...(has('host') ? [] : ['Host: localhost']),
    'Connection: close',
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(body === undefined || has('content-length') || has('transfer-encoding')
      ? []
      : [`Content-Length: ${Buffer.byteLength(body)}`]),
  ]
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`)
}

export async function exchange(port: number, request: CaseRequest): Promise<Answer> {
  return parseAnswer(await converse(port, (socket) => socket.write(requestBytes(request))))
}

/**
 * The first final answer in what a server sent.
 * @throws Error when there is none
 */
export function parseAnswer(received: Buffer): Answer {
  const text = received.toString('latin1')
  const end = text.indexOf('\r\n\r\n')
  const [statusLine = '', ...fields] = text.slice(0, end).split('\r\n')
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1]
  if (end === -1 || status === undefined) throw new Error(`No answer: ${JSON.stringify(text.slice(0, 200))}`)
  const rest = received.subarray(end + 4)
  if (status.startsWith('1')) return parseAnswer(rest)
  const headers = fields.map((field) => {
    const colon = field.indexOf(':')
    return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()] as const
  })
  const chunked = headers.some(
    ([name, value]) => name === 'transfer-encoding' && value.toLowerCase() === 'chunked',
  )
  return { status: Number(status), headers, body: (chunked ? dechunked(rest) : rest).toString() }
}

function dechunked(bytes: Buffer): Buffer {
  const chunks: Buffer[] = []
  for (let at = 0; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at)
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString(), 16)
    if (lineEnd === -1 || !(size > 0)) return Buffer.concat(chunks)
    chunks.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size))
    at = lineEnd + 2 + size + 2
  }
}
