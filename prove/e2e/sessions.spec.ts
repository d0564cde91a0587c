import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { demoAccount } from '@/lib/db/seed'
import { ApiPage, over, sessionCookie } from '@/tests/api-page'
import { forgedTokens } from '@/tests/forged-tokens'
import { testDatabase } from '@/tests/postgres'
import { type Stack, startStack, testSecret } from '@/tests/stack'

/** Sessions over the network, on the production build, without a browser. */

const pageOf = (stack: Stack, headers: Readonly<Record<string, string>> = {}, at = stack) =>
  new ApiPage(over(at.apiOrigin), () => ({ origin: stack.dashboardOrigin, ...headers }))

async function signedIn(stack: Stack, at = stack): Promise<ApiPage> {
  const page = pageOf(stack, {}, at)
  expect((await page.signIn()).status).toBe(200)
  return page
}

const statusOf = async (page: ApiPage) => (await page.send('GET', '/api/users/ada')).status
const times = <T>(count: number, one: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => one(index)))
const count = (statuses: readonly number[], wanted: number) =>
  statuses.filter((status) => status === wanted).length

test.describe('one instance', () => {
  let stack: Stack
  test.beforeAll(async () => {
    stack = await startStack({ only: 'api' })
  })
  test.afterAll(() => stack.stop())

  test('the start says which topology and why, in one line', () => {
    const [line = ''] = stack
      .log()
      .split('\n')
      .filter((text) => text.includes('"event":"started"'))
    expect(JSON.parse(line)).toMatchObject({
      topology: 'ports',
      why: `every allowed origin is on the host of ${stack.apiOrigin}`,
      cookie: sessionCookie.lax,
      sameSite: 'lax',
    })
  })

  test('every forged token is a 401 that an allowed origin can read, never a 500', async () => {
    const { session } = await signedIn(stack)
    const send = (token: string) =>
      over(stack.apiOrigin)('GET', '/api/users/ada', {
        headers: { origin: stack.dashboardOrigin, cookie: `${sessionCookie.lax}=${token}` },
      })
    expect((await send(session)).status).toBe(200)
    for (const [what, token] of await forgedTokens(session, testSecret)) {
      const response = await send(token)
      expect(response.status, what).toBe(401)
      expect(response.headers.get('access-control-allow-origin'), what).toBe(stack.dashboardOrigin)
      // A token of an instance whose clock is ahead will be good later.
      if (what !== 'a start in the future')
        expect(response.headers.getSetCookie().join('\n'), what).toContain(`${sessionCookie.lax}=; Expires`)
      expect(((await response.json()) as { code: string }).code, what).toBe('session_invalid')
    }
  })

  test('fifty sign-ins at once are fifty sessions', async () => {
    const mine = await signedIn(stack)
    const pages = await times(50, () => signedIn(stack))
    expect(count(await Promise.all(pages.map(statusOf)), 200)).toBe(50)
    const { revoked } = (await (await mine.send('DELETE', '/api/sessions')).json()) as { revoked: number }
    expect(revoked).toBeGreaterThanOrEqual(50)
    expect(count(await Promise.all(pages.map(statusOf)), 401)).toBe(50)
  })

  test('a hundred guesses at once get no further than the limit, and an allowed origin can read why', async () => {
    const guess = { username: 'grace', password: 'a guess' }
    const answers = await times(100, () => pageOf(stack).signIn(guess))
    const statuses = answers.map(({ status }) => status)
    expect([count(statuses, 401), count(statuses, 429)]).toEqual([60, 40])
    const refused = answers.find(({ status }) => status === 429)
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(refused?.headers.get('access-control-allow-origin')).toBe(stack.dashboardOrigin)
    expect(refused?.headers.get('access-control-expose-headers')).toContain('retry-after')
    expect((await pageOf(stack).signIn()).status, 'another account').toBe(200)
  })

  test('an address that a client makes up does not give it more tries', async () => {
    const signUp = (index: number) =>
      pageOf(stack, { 'x-forwarded-for': `198.51.100.${index}` }).send('POST', '/api/users', {
        json: { username: 'ada', password: 'a password of their own' },
      })
    const statuses = (await times(62, signUp)).map(({ status }) => status)
    expect([count(statuses, 409), count(statuses, 429)]).toEqual([60, 2])
  })
})

test('rotating the secret: adding one signs nobody out, removing the old one ends only its sessions', async () => {
  // Three starts, one after the other.
  test.setTimeout(120_000)
  const dataDir = mkdtempSync(join(tmpdir(), 'next-cross-origin-rotation-'))
  const added = 'another-secret-that-must-never-be-seen-either'
  const start = (secrets: string, env: Readonly<Record<string, string>> = {}) =>
    startStack({ only: 'api', env: { DATA_DIR: dataDir, AUTH_SECRET: secrets, ...env } })
  const stacks: Stack[] = []
  try {
    const first = await start(testSecret)
    stacks.push(first)
    const [old, renewing] = [await signedIn(first), await signedIn(first)]
    await first.stop()
    // A token is for one API: the next processes are the same one, whatever port they got.
    const same = { API_ORIGIN: first.apiOrigin, DASHBOARD_ORIGIN: first.dashboardOrigin }
    const at = (stack: Stack, page: ApiPage) => {
      const moved = pageOf(first, {}, stack)
      for (const [name, value] of page.jar) moved.jar.set(name, value)
      return moved
    }

    const second = await start(`${added},${testSecret}`, same)
    stacks.push(second)
    expect(await statusOf(at(second, old))).toBe(200)
    const renewed = at(second, renewing)
    await renewed.send('GET', '/api/auth/session')
    const fresh = await signedIn(first, second)
    await second.stop()

    const third = await start(added, same)
    stacks.push(third)
    expect(await statusOf(at(third, old))).toBe(401)
    expect(await statusOf(at(third, renewed))).toBe(200)
    expect(await statusOf(at(third, fresh))).toBe(200)
  } finally {
    for (const stack of stacks) await stack.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
})

const server = process.env.TEST_DATABASE_URL
if (server === undefined) {
  console.log('Two instances on one PostgreSQL: not run, because TEST_DATABASE_URL is not set.')
} else {
  test.describe('two instances on one PostgreSQL', () => {
    const database = testDatabase(server)
    let first: Stack
    let second: Stack

    test.beforeAll(async () => {
      await database.create()
      // Together, on an empty database: one of them migrates.
      const shared = {
        DATABASE_URL: database.url,
        API_ORIGIN: 'http://localhost:4000',
        DASHBOARD_ORIGIN: 'http://localhost:3000',
      }
      const start = async () => ({
        ...(await startStack({ only: 'api', env: shared })),
        dashboardOrigin: shared.DASHBOARD_ORIGIN,
      })
      ;[first, second] = await Promise.all([start(), start()])
    })

    test.afterAll(async () => {
      await Promise.all([first.stop(), second.stop()])
      await database.drop()
    })

    const elsewhere = (page: ApiPage, at: Stack) => {
      const moved = pageOf(first, {}, at)
      for (const [name, value] of page.jar) moved.jar.set(name, value)
      return moved
    }

    test('a session that one revokes is refused by the other at its very next request', async () => {
      const mine = await signedIn(first)
      const other = await signedIn(second)
      expect(await statusOf(elsewhere(other, first))).toBe(200)
      expect(await statusOf(elsewhere(mine, second))).toBe(200)
      expect((await mine.send('DELETE', '/api/sessions')).status).toBe(200)
      expect(await statusOf(other)).toBe(401)
      expect(await statusOf(elsewhere(mine, second))).toBe(200)
      await elsewhere(mine, second).signOut()
      expect(await statusOf(mine)).toBe(401)
    })

    test('both count the same guesses', async () => {
      const guess = { ...demoAccount, username: 'alan' }
      const statuses = (
        await times(70, (index) => pageOf(first, {}, index % 2 ? first : second).signIn(guess))
      ).map(({ status }) => status)
      expect([count(statuses, 401), count(statuses, 429)]).toEqual([60, 10])
    })
  })
}
