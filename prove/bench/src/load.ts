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

/** Describes what a server did in one round. */
export interface Round {
  readonly perSecond: number
  /** Milliseconds that each request took, in order. */
  readonly latenciesMs: readonly number[]
}

/**
 * Sends a request again and again over kept connections, each with one request under way. Plain sockets, because a
 * client library would take longer than the fastest servers do.
 * @throws Error when an answer has another status
 */
export async function run(load: Load, connections: number, milliseconds: number): Promise<Round> {
  const latenciesMs: number[] = []
  const startedAt = performance.now()
  const endsAt = startedAt + milliseconds
  const client = async () => {
    const socket = connect({ port: load.port, host: 'localhost' })
    try {
      await keepAsking(socket, load, endsAt, latenciesMs)
    } finally {
      socket.destroy()
    }
  }
  await Promise.all(Array.from({ length: connections }, client))
  const seconds = (performance.now() - startedAt) / 1_000
  return { perSecond: latenciesMs.length / seconds, latenciesMs: latenciesMs.sort((a, b) => a - b) }
}

/** Asks, and asks again when the answer has come, until the round is over. */
function keepAsking(socket: Socket, load: Load, endsAt: number, latenciesMs: number[]): Promise<void> {
  const lines = Object.entries(load.headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const bytes = Buffer.from(
    `${load.method} ${load.path} HTTP/1.1\r\nhost: localhost:${load.port}\r\n${lines.join('')}\r\n`,
  )
  const statusLine = `HTTP/1.1 ${load.status} `
  return new Promise((resolve, reject) => {
    let startedAt = 0
    let received = ''
    let usualLength = 0
    const ask = () => {
      startedAt = performance.now()
      socket.write(bytes)
    }
    socket.setNoDelay(true)
    socket.setEncoding('latin1')
    socket.once('connect', ask)
    socket.on('error', reject)
    socket.on('close', () => reject(new Error(`${load.path}: the server closed the connection.`)))
    socket.on('data', (chunk: string) => {
      received += chunk
      // An answer as long as the first one is complete; only another length is worth reading.
      if (received.length !== usualLength && !isComplete(received)) return
      usualLength = received.length
      if (!received.startsWith(statusLine)) {
        reject(new Error(`${load.path} is ${received.slice(9, 12)}, not ${load.status}.`))
        return
      }
      received = ''
      const now = performance.now()
      latenciesMs.push(now - startedAt)
      if (now < endsAt) ask()
      else resolve()
    })
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
