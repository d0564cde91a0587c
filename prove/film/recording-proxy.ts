import { createServer, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { HeaderList } from '@next-cross-origin/browser'
import type { FilmedExchange } from '@next-cross-origin/lab/film/filmed'

/** Passes requests on to the API, and keeps what passed in either direction. */
export interface RecordingProxy {
  readonly origin: string
  /** Returns what passed since the last call. */
  take(): readonly FilmedExchange[]
  close(): void
}

/**
 * Starts a proxy between the browser and the API.
 * @param target reads the port of the API, which may start after the proxy
 */
export async function startRecordingProxy(target: () => number): Promise<RecordingProxy> {
  let passed: FilmedExchange[] = []
  const server = createServer((incoming, outgoing) => {
    const { method = '', url: path = '', rawHeaders } = incoming
    const onward = send(
      { host: 'localhost', port: target(), method, path, headers: rawHeaders },
      (answer) => {
        const status = answer.statusCode ?? 0
        passed.push({
          method,
          path,
          requestHeaders: pairs(rawHeaders),
          status,
          responseHeaders: pairs(answer.rawHeaders),
        })
        outgoing.sendDate = false
        outgoing.writeHead(status, answer.rawHeaders)
        answer.pipe(outgoing)
      },
    )
    onward.on('error', () => outgoing.destroy())
    incoming.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    take() {
      const taken = passed
      passed = []
      return taken
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function pairs(raw: readonly string[]): HeaderList {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as const] : []))
}
