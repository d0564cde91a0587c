import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import type { LaunchOptions } from './browser.ts'

/** WebKit has no table of names. So a proxy opens its TLS connections, all of them on this machine. */
export async function loopbackProxy({ loopbackHosts }: LaunchOptions) {
  if (!loopbackHosts) return null
  const sockets = new Set<Socket>()
  const server = createServer().on('connect', (request, browser, head) => {
    const { hostname, port } = new URL(`http://${request.url}`)
    const isKnown = loopbackHosts.includes(hostname) || /(^|\.)localhost$/.test(hostname)
    if (!isKnown) return browser.destroy()
    const target = connect(Number(port), '127.0.0.1', () => {
      browser.write('HTTP/1.1 200 Connected\r\n\r\n')
      target.write(head)
      target.pipe(browser).pipe(target)
    })
    target.on('error', () => browser.destroy())
    browser.on('error', () => target.destroy())
  })
  server.on('connection', (socket) => sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const stop = () => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  const address = `http://127.0.0.1:${port}`
  // MiniBrowser's own options: the driver takes a proxy for https as one that speaks TLS itself.
  return { address, arguments: [`--proxy=${address}`, '--ignore-host=localhost'], stop }
}
