import { setTimeout as wait } from 'node:timers/promises'
import getPort from 'get-port'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PostgresServer, startPostgres } from '@/packages/local/src/postgres'
import { ApiPage, over } from '@/tests/api-page'
import { type ApiProcess, dashboardOrigin, startApi, untilAnswered } from './api-process'

/** Two instances of the API on one PostgreSQL, and an allowlist that people change: docs/decisions/0018-origins-at-run-time.md. */

const partner = 'https://partner.example.com'
const withinMs = 5_000

interface Instance {
  origin: string
  api: ApiProcess
  page: ApiPage
}

let postgres: PostgresServer
let first: Instance
let second: Instance

async function startInstance(): Promise<Instance> {
  const port = await getPort()
  const api = await startApi({
    DATABASE_URL: postgres.url,
    // Browsers know both by one address, in front of which a balancer would stand.
    API_ORIGIN: 'http://localhost:4000',
    PORT: String(port),
    TOPOLOGY: 'cross-site',
  })
  const origin = `http://localhost:${port}`
  await untilAnswered(`${origin}/api/ready`, 200, api.child)
  return { origin, api, page: new ApiPage(over(origin), () => ({ origin: dashboardOrigin })) }
}

beforeAll(async () => {
  postgres = await startPostgres()
  first = await startInstance()
  second = await startInstance()
  for (const { page } of [first, second]) expect((await page.signIn()).status).toBe(200)
})

afterAll(async () => {
  for (const one of [first, second]) await one?.api.stop()
  postgres?.remove()
})

/** Returns the origin that each instance admits when a page of this origin asks. */
const admitted = (origin: string) =>
  Promise.all(
    [first, second].map(async (instance) => {
      const answer = await fetch(`${instance.origin}/api/health`, { headers: { origin } })
      return answer.headers.get('access-control-allow-origin')
    }),
  )

/** Waits until both instances agree on an answer. @returns the milliseconds that it took */
async function untilBoth(origin: string, expected: string | null): Promise<number> {
  const startedAt = performance.now()
  for (;;) {
    const answers = await admitted(origin)
    const ms = performance.now() - startedAt
    if (answers.every((answer) => answer === expected)) return ms
    if (ms > 3 * withinMs) throw new Error(`${origin} is ${answers.join(' and ')} after ${ms} ms`)
    await wait(100)
  }
}

async function query(text: string): Promise<void> {
  const client = new pg.Client(postgres.url)
  await client.connect()
  await client.query(text).finally(() => client.end())
}

test('a change at one instance is seen by the other within 5 s, both ways', async () => {
  expect(await admitted(partner)).toEqual([null, null])
  const made = await first.page.send('POST', '/api/origins', { json: { origin: partner, note: 'For a day' } })
  expect(made.status).toBe(201)
  const added = await untilBoth(partner, partner)
  const { id } = (await made.json()) as { id: string }
  expect((await first.page.send('DELETE', `/api/origins/${id}`)).status).toBe(204)
  const removed = await untilBoth(partner, null)
  console.log(`seen by both instances after ${added.toFixed(0)} ms, and gone after ${removed.toFixed(0)} ms`)
  expect(Math.max(added, removed)).toBeLessThan(withinMs)
})

test('a row that the policy refuses is neither taken nor in the way of the next one', async () => {
  await query(`insert into allowed_origins (id, origin) values
    (gen_random_uuid(), 'https://*.vercel.app'), (gen_random_uuid(), 'not an origin'), (gen_random_uuid(), '${partner}')`)
  expect(await untilBoth(partner, partner)).toBeLessThan(withinMs)
  expect(await admitted('https://stranger.vercel.app')).toEqual([null, null])
  expect(await admitted(dashboardOrigin), 'the environment still counts').toEqual([
    dashboardOrigin,
    dashboardOrigin,
  ])
  expect(first.api.log()).toContain('run_time_origin_ignored')
})

test('a pattern on a public suffix is refused when it is written', async () => {
  const answer = await second.page.send('POST', '/api/origins', { json: { origin: 'https://*.vercel.app' } })
  expect(answer.status).toBe(400)
})

test('while the database is down the last list stays in force', async () => {
  await untilBoth(partner, partner)
  postgres.stop()
  try {
    await wait(withinMs)
    expect(await admitted(partner)).toEqual([partner, partner])
  } finally {
    postgres.start()
  }
})
