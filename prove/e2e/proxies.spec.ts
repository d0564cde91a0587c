import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from '@playwright/test'
import getPort from 'get-port'
import { ask, askByHttp2, type Behind, findProxy, type ProxyName, startProxy, type TlsProxy } from './proxy'

/** The configurations of docs/deploying/proxies.md, in the proxies of the distribution, with TLS. */

/** The answers that a proxy gives in the API's place, and what brings them about. */
const ownAnswers: readonly {
  status: number
  /** Caddy says this instead, because it asks for readiness and knows that no instance is there. */
  statusOfCaddy?: number
  why: string
  backend: RequestListener | null
  /** Bytes of the body that is sent. */
  bytes?: number
}[] = [
  {
    status: 413,
    why: 'a body over its limit',
    backend: (request, response) => void request.resume().on('end', () => response.end()),
    bytes: 13_000_000,
  },
  { status: 502, statusOfCaddy: 503, why: 'an API that is down', backend: null },
  { status: 504, why: 'an API that is silent', backend: () => {} },
]

for (const name of ['nginx', 'caddy'] as const) {
  test.describe(name, () => {
    test.skip(findProxy(name) === null, `${name} is not installed`)
    proveOwnAnswers(name)
    provePassing(name)
    proveStreams(name)
  })
}

/** Starts a proxy in front of a server that a test brings instead of the API. It is always ready. */
async function withBackend(
  name: ProxyName,
  backend: RequestListener | null,
  what: (proxy: TlsProxy) => Promise<void>,
): Promise<void> {
  const server =
    backend === null
      ? null
      : createServer((request, response) => {
          if (request.url === '/api/ready') response.end()
          else backend(request, response)
        })
  if (server) await new Promise<void>((resolve) => server.listen(0, resolve))
  const apiPort = server ? (server.address() as AddressInfo).port : await getPort()
  const behind: Behind = {
    dashboardHost: 'app.example.test',
    port: await getPort(),
    dashboardPort: await getPort(),
    apiPorts: [apiPort, apiPort],
    patienceSeconds: 1,
  }
  const proxy = await startProxy(name, behind)
  try {
    await what(proxy)
  } finally {
    await proxy.stop()
    server?.closeAllConnections()
    server?.close()
  }
}

function proveOwnAnswers(name: ProxyName): void {
  for (const { why, backend, bytes = 0, statusOfCaddy, ...of } of ownAnswers) {
    const status = (name === 'caddy' ? statusOfCaddy : undefined) ?? of.status
    test(`its own ${status}, for ${why}, can be read by the dashboard and by nobody else`, async () => {
      await withBackend(name, backend, async ({ apiOrigin, dashboardOrigin }) => {
        const from = async (origin: string) => {
          const asked = { method: bytes > 0 ? 'POST' : 'GET', headers: { origin }, body: Buffer.alloc(bytes) }
          if (name === 'caddy') return askByHttp2(`${apiOrigin}/api/users`, asked)
          const answer = await ask(`${apiOrigin}/api/users`, asked)
          return { status: answer.statusCode, headers: answer.headers, body: await text(answer) }
        }
        const answer = await from(dashboardOrigin)
        expect(answer.status).toBe(status)
        expect(answer.headers['access-control-allow-origin']).toBe(dashboardOrigin)
        expect(answer.headers['access-control-allow-credentials']).toBe('true')
        expect(answer.headers.vary).toBe('Origin')
        expect(JSON.parse(answer.body)).toMatchObject({ status, code: 'proxy_error' })
        const foreign = await from('https://evil.example')
        // nginx has marked both instances as down by now.
        expect([status, 502]).toContain(foreign.status)
        const cors = Object.keys(foreign.headers).filter((header) => header.startsWith('access-control-'))
        expect(cors).toEqual([])
      })
    })
  }
}

function provePassing(name: ProxyName): void {
  test('an answer of the API passes as it is, with one Access-Control-Allow-Origin', async () => {
    const backend: RequestListener = (_, response) => {
      response
        .writeHead(503, { 'access-control-allow-origin': 'https://app.example.test', vary: 'Origin' })
        .end('{}')
    }
    await withBackend(name, backend, async ({ apiOrigin, dashboardOrigin }) => {
      const answer = await ask(`${apiOrigin}/api/health`, { headers: { origin: dashboardOrigin } })
      expect(answer.statusCode).toBe(503)
      expect(answer.headersDistinct['access-control-allow-origin']).toEqual(['https://app.example.test'])
      expect(await text(answer)).toBe('{}')
    })
  })

  test('a body of 11 MB reaches the API, which has the smaller limit', async () => {
    const backend: RequestListener = (request, response) => {
      let bytes = 0
      request.on('data', (chunk: Buffer) => (bytes += chunk.length))
      request.on('end', () => response.end(String(bytes)))
    }
    await withBackend(name, backend, async ({ apiOrigin }) => {
      const answer = await ask(`${apiOrigin}/api/users`, { method: 'POST', body: Buffer.alloc(11_000_000) })
      expect(await text(answer)).toBe('11000000')
    })
  })
}

function proveStreams(name: ProxyName): void {
  test('an event arrives before the stream has ended, and the API learns when the page leaves', async () => {
    let leave = () => {}
    const left = new Promise<void>((resolve) => {
      leave = resolve
    })
    const backend: RequestListener = (_, response) => {
      response.once('close', () => leave())
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: first\n\n')
    }
    await withBackend(name, backend, async ({ apiOrigin }) => {
      const answer = await ask(`${apiOrigin}/api/stream`)
      const [first] = await once(answer, 'data')
      expect(String(first)).toBe('data: first\n\n')
      answer.destroy()
      await left
    })
  })
}
