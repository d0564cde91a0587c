import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import getPort from 'get-port'
import { type PostgresServer, startPostgres } from '@/packages/local/src/postgres'
import { ApiPage } from '@/tests/api-page'
import { type Stack, startStack } from '@/tests/stack'
import { apiHost, ask, findProxy, type ProxyName, startProxy, type TlsProxy } from './proxy'

/** Two instances of the API behind a proxy with TLS are replaced, one after the other, while people use them. */

const dashboardHost = 'app.example.test'

let postgres: PostgresServer
test.beforeAll(async () => {
  postgres = await startPostgres()
})
test.afterAll(() => postgres?.remove())

for (const name of ['nginx', 'caddy'] as const) {
  test(`behind ${name}, a rolling restart of two instances loses no request`, async () => {
    test.skip(findProxy(name) === null, `${name} is not installed`)
    const fleet = await startFleet(name)
    try {
      const { sent, failed } = await underLoad(fleet.proxy, async () => {
        await fleet.replace(0)
        await fleet.replace(1)
      })
      console.log(`${name}: ${sent} requests during the restart, ${failed.length} failed`)
      expect(sent).toBeGreaterThan(100)
      expect(failed, fleet.log()).toEqual([])
    } finally {
      await fleet.stop()
    }
  })
}

/** Two instances of the API behind a proxy. */
interface Fleet {
  proxy: TlsProxy
  /** Ends an instance, starts another one at its port and waits until that one is ready. */
  replace(index: 0 | 1): Promise<void>
  /** Returns what the instances warned of. */
  log(): string
  stop(): Promise<void>
}

async function startFleet(name: ProxyName): Promise<Fleet> {
  const port = await getPort()
  const apiPorts: [number, number] = [await getPort(), await getPort()]
  const env = {
    DASHBOARD_ORIGIN: `https://${dashboardHost}:${port}`,
    API_ORIGIN: `https://${apiHost}:${port}`,
    DATABASE_URL: postgres.url,
    TRUSTED_PROXIES: '1',
    SHUTDOWN_DELAY_SECONDS: '3',
    REQUEST_LOG: '0',
  }
  const startApi = (api: number) => startStack({ only: 'api', ports: { api }, env })
  const apis: [Stack, Stack] = [await startApi(apiPorts[0]), await startApi(apiPorts[1])]
  const proxy = await startProxy(name, { dashboardHost, port, dashboardPort: await getPort(), apiPorts })
  const past: Stack[] = []
  return {
    proxy,
    log() {
      const lines = [...past, ...apis].flatMap((api) => api.log().split('\n'))
      return lines.filter((line) => /"level":[45]0/.test(line)).join('\n')
    },
    async replace(index) {
      expect(await apis[index].terminate(), 'the status of an instance that was ended').toBe(0)
      await apis[index].stop()
      past.push(apis[index])
      apis[index] = await startApi(apiPorts[index])
    },
    async stop() {
      await proxy.stop()
      await Promise.all(apis.map((api) => api.stop()))
    },
  }
}

/** A page of the dashboard whose requests go through the proxy. */
const pageThrough = ({ apiOrigin, dashboardOrigin }: TlsProxy) =>
  new ApiPage(
    async (method, path, { json, headers = {} }) => {
      const type = json === undefined ? {} : { 'content-type': 'application/json' }
      const answer = await ask(apiOrigin + path, {
        method,
        headers: { ...type, ...headers },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      })
      const lines = Object.entries(answer.headersDistinct).flatMap(([key, values = []]) =>
        values.map((value): [string, string] => [key, value]),
      )
      return new Response((await text(answer)) || null, { status: answer.statusCode ?? 0, headers: lines })
    },
    () => ({ origin: dashboardOrigin }),
  )

/** Reads and writes as four pages at once while something happens. */
async function underLoad(
  proxy: TlsProxy,
  what: () => Promise<void>,
): Promise<{ sent: number; failed: string[] }> {
  const failed: string[] = []
  let sent = 0
  let over = false
  const visitor = async (username: string) => {
    const page = pageThrough(proxy)
    const account = { username, password: 'a password of their own' }
    await page.send('POST', '/api/users', { json: account })
    expect((await page.signIn(account)).status).toBe(200)
    while (!over) {
      for (const [method, more] of [
        ['GET', {}],
        ['PATCH', { json: { bio: `Request ${sent}` } }],
      ] as const) {
        sent++
        const outcome = await page.send(method, `/api/users/${username}`, more).then(
          async (answer) => (answer.status === 200 ? null : `${answer.status} ${await answer.text()}`),
          (error: unknown) => String(error),
        )
        if (outcome !== null) failed.push(`${method}: ${outcome}`)
      }
    }
  }
  const visitors = Promise.all(['anna', 'ben', 'cleo', 'dora'].map(visitor))
  await wait(1_000)
  await what()
  over = true
  await visitors
  return { sent, failed }
}
