import { request as httpRequest } from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { generate } from 'selfsigned'

/** A proxy that ends TLS in front of a server of this machine, as one does in production. */
export interface TlsProxy {
  port: number
  /** Says where requests go. */
  forward(port: number): void
  stop(): Promise<void>
}

/** Starts a proxy on a free port. Its certificate is signed by nobody, so a test's browser has to accept that. */
export async function startTlsProxy(hostname: string): Promise<TlsProxy> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: hostname }], {
    algorithm: 'sha256',
    keySize: 2048,
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: hostname }] }],
  })
  let target = 0
  const sockets = new Set<Duplex>()
  const server = createHttps({ key, cert }, (request, response) => {
    const { method, url: path, headers } = request
    const upstream = httpRequest({ port: target, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      answer.pipe(response)
    })
    upstream.on('error', () => response.destroy())
    request.pipe(upstream)
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, resolve))
  return {
    port: (server.address() as AddressInfo).port,
    forward(port) {
      target = port
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
