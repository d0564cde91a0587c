import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from '@playwright/test'
import getPort from 'get-port'
import { ask, type Behind, findProxy, type ProxyName, startProxy, type TlsProxy } from './proxy'

/** The configurations of docs/deploying/proxies.md, in the proxies of the distribution, with TLS. */

for (const name of ['nginx', 'caddy'] as const) {
  test.describe(name, () => {
    test.skip(findProxy(name) === null, `${name} is not installed`)
    proveOwnAnswers(name)
    proveStreams(name)
  })
}

/** Starts a proxy in front of a server that a test brings instead of the API. */
async function withBackend(
  name: ProxyName,
  backend: RequestListener | null,
  what: (proxy: TlsProxy) => Promise<void>,
): Promise<void> {
  const server = backend === null ? null : createServer(backend)
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
  const cases: readonly [status: number, why: string, backend: RequestListener | null, bytes: number][] = [
    [
      413,
      'a body over its limit',
      (request, response) => void request.resume().on('end', () => response.end()),
      13_000_000,
    ],
    [502, 'an API that is down', null, 0],
    [504, 'an API that is silent', () => {}, 0],
  ]
  for (const [status, why, backend, bytes] of cases) {
    // Caddy before 2.8 says 502 of a body that it has cut.
    const statuses = name === 'caddy' && status === 413 ? [413, 502] : [status]
    test(`its own ${status}, for ${why}, can be read by the dashboard and by nobody else`, async () => {
      await withBackend(name, backend, async ({ apiOrigin, dashboardOrigin }) => {
        const from = async (origin: string) => {
          const body = Buffer.alloc(bytes)
          const method = bytes > 0 ? 'POST' : 'GET'
          const answer = await ask(`${apiOrigin}/api/users`, {
            method,
            headers: { origin },
            ...(bytes > 0 ? { body } : {}),
          })
          return { answer, body: await text(answer).catch(() => '') }
        }
        const { answer, body } = await from(dashboardOrigin)
        expect(statuses).toContain(answer.statusCode)
        expect(answer.headers['access-control-allow-origin']).toBe(dashboardOrigin)
        expect(answer.headers['access-control-allow-credentials']).toBe('true')
        expect(answer.headers.vary).toBe('Origin')
        expect(JSON.parse(body)).toMatchObject({ status: answer.statusCode, code: 'proxy_error' })
        const foreign = (await from('https://evil.example')).answer
        expect([...statuses, 502]).toContain(foreign.statusCode)
        expect(Object.keys(foreign.headers).filter((header) => header.startsWith('access-control-'))).toEqual(
          [],
        )
      })
    })
  }

  test('an answer of the API passes as it is, with one Access-Control-Allow-Origin', async () => {
    const backend: RequestListener = (_, response) => {
      response
        .writeHead(503, { 'access-control-allow-origin': 'https://app.example.test', vary: 'Origin' })
        .end('{}')
    }
    await withBackend(name, backend, async ({ apiOrigin, dashboardOrigin }) => {
      const answer = await ask(`${apiOrigin}/api/ready`, { headers: { origin: dashboardOrigin } })
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
  test('an event arrives before the stream has ended', async () => {
    const backend: RequestListener = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: first\n\n')
    }
    await withBackend(name, backend, async ({ apiOrigin }) => {
      const answer = await ask(`${apiOrigin}/api/stream`)
      const first = await new Promise<string>((resolve) =>
        answer.once('data', (chunk) => resolve(String(chunk))),
      )
      expect(first).toBe('data: first\n\n')
      answer.destroy()
    })
  })
}
