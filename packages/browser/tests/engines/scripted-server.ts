import { createServer, type Server, type Socket } from 'node:net'

/** One request as it arrived. */
export interface Received {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly host: string
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>
}

/** The bytes to answer with; null to close the connection without a word. */
export type Script = (request: Received) => { readonly bytes: Buffer; readonly close: boolean } | null

/**
 * A server that says what it is told, byte for byte: answers that no HTTP library would let out are the subject.
 * Listens on both loopback addresses, as `localhost` may mean either.
 */
export async function startScriptedServer(
  script: Script,
  port = 0,
): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>()
  const onConnection = (socket: Socket): void => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('close', () => sockets.delete(socket))
    // A browser that refuses an answer resets the connection; that is no failure of the server.
    socket.on('error', () => socket.destroy())
    let pending = ''
    socket.on('data', (chunk: Buffer) => {
      pending += chunk.toString('latin1')
      for (;;) {
        const taken = takeRequest(pending)
        if (taken === null) return
        pending = taken.rest
        const answer = script(taken.request)
        if (answer === null) {
          socket.end()
          return
        }
        if (answer.close) {
          socket.end(answer.bytes)
          return
        }
        socket.write(answer.bytes)
      }
    })
  }
  const first = await listen(createServer(onConnection), port, '127.0.0.1')
  const address = first.address()
  const boundPort = typeof address === 'object' && address !== null ? address.port : port
  const servers = [first]
  try {
    servers.push(await listen(createServer(onConnection), boundPort, '::1'))
  } catch {
    // No IPv6 on this machine: then `localhost` means the other address only.
  }
  return {
    port: boundPort,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
    },
  }
}

function takeRequest(text: string): { request: Received; rest: string } | null {
  const end = text.indexOf('\r\n\r\n')
  if (end === -1) return null
  const [requestLine = '', ...lines] = text.slice(0, end).split('\r\n')
  const [method = '', target = ''] = requestLine.split(' ')
  const headers = new Map(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  const bodyStart = end + 4
  const bodyEnd = bodyStart + Number(headers.get('content-length') ?? 0)
  if (text.length < bodyEnd) return null
  return {
    request: { method, target, host: headers.get('host') ?? '', headers },
    rest: text.slice(bodyEnd),
  }
}

function listen(server: Server, port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve(server))
  })
}
