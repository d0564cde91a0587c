import { connect, type Socket } from 'node:net'
import { performance } from 'node:perf_hooks'

/** One request, repeated over kept connections. */
export interface Load {
  readonly port: number
  readonly method: 'GET' | 'OPTIONS'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly status: number
}

/**
 * Sends a request again and again over kept connections, each with one request under way. Plain sockets, because a
 * client library would take longer than the fastest servers do.
 * @returns how many requests a second were answered, and how long each took, in milliseconds, in order
 * @throws Error when an answer has another status
 */
export async function run(
  load: Load,
  connections: number,
  requests: number,
): Promise<{ perSecond: number; latenciesMs: number[] }> {
  const latenciesMs: number[] = []
  let left = requests
  const startedAt = performance.now()
  const client = async () => {
    const socket = connect({ port: load.port, host: 'localhost' })
    const ask = asker(socket, load)
    while (left-- > 0) latenciesMs.push(await ask())
    socket.destroy()
  }
  await Promise.all(Array.from({ length: connections }, client))
  const seconds = (performance.now() - startedAt) / 1_000
  return { perSecond: latenciesMs.length / seconds, latenciesMs: latenciesMs.sort((a, b) => a - b) }
}

function asker(socket: Socket, load: Load): () => Promise<number> {
  const lines = Object.entries(load.headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const bytes = `${load.method} ${load.path} HTTP/1.1\r\nhost: localhost:${load.port}\r\n${lines.join('')}\r\n`
  let received = ''
  let settle: { resolve(ms: number): void; reject(error: Error): void; startedAt: number } | undefined
  socket.setNoDelay(true)
  socket.setEncoding('latin1')
  socket.on('error', (error) => settle?.reject(error))
  socket.on('close', () => settle?.reject(new Error(`${load.path}: the server closed the connection.`)))
  socket.on('data', (chunk: string) => {
    received += chunk
    if (!isComplete(received)) return
    const status = Number(received.slice(9, 12))
    received = ''
    if (status === load.status) settle?.resolve(performance.now() - settle.startedAt)
    else settle?.reject(new Error(`${load.path} is ${status}, not ${load.status}.`))
  })
  return () =>
    new Promise((resolve, reject) => {
      settle = { resolve, reject, startedAt: performance.now() }
      socket.write(bytes)
    })
}

/** Returns true when one whole answer has come, by the framing that its head names. */
function isComplete(answer: string): boolean {
  const end = answer.indexOf('\r\n\r\n')
  if (end === -1) return false
  const head = answer.slice(0, end)
  if (head.startsWith('204', 9)) return true
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)
  if (length) return answer.length >= end + 4 + Number(length[1])
  return /\r\ntransfer-encoding: *chunked/i.test(head) ? answer.endsWith('0\r\n\r\n') : true
}
