import getPort from 'get-port'
import { afterEach, describe, expect, test } from 'vitest'
import { limits } from '@/lib/auth/rate-limits'
import { demoAccount } from '@/lib/db/seed'
import { ApiPage, over } from '@/tests/api-page'
import { type ApiProcess, dashboardOrigin, startApi } from './api-process'

/** Nobody locks out somebody else: on the production build, behind one proxy that names the client. */

const running: ApiProcess[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((api) => api.stop()))
})

async function started(env: Readonly<Record<string, string>> = {}): Promise<ApiProcess> {
  const api = await startApi({ TRUSTED_PROXIES: '1', ...env })
  running.push(api)
  await api.untilReady()
  return api
}

/** A page of the dashboard behind the proxy, at a client's address. */
const pageAt = (api: ApiProcess, address: string) =>
  new ApiPage(over(api.origin), () => ({ origin: dashboardOrigin, 'x-forwarded-for': address }))

/** The statuses of wrong guesses, a few at once. */
async function guess(
  page: ApiPage,
  count: number,
  username: string = demoAccount.username,
): Promise<number[]> {
  const csrfToken = await page.csrfToken()
  const statuses: number[] = []
  for (let done = 0; done < count; done += 20) {
    const json = { csrfToken, username, password: 'a wrong guess' }
    const batch = Array.from({ length: Math.min(20, count - done) }, () =>
      page.send('POST', '/api/auth/callback/credentials', { json }),
    )
    statuses.push(...(await Promise.all(batch)).map(({ status }) => status))
  }
  return statuses
}

const clockShiftedBy = (milliseconds: number) => ({
  NODE_OPTIONS: `--import=${new URL('shifted-clock.mjs', import.meta.url)}`,
  CLOCK_SHIFT_MS: String(milliseconds),
})

/** One guess more than an account takes. */
const tooMany = limits.wrongPasswordsByAccount.points + 1

describe('more wrong guesses from one address than an account takes', () => {
  test('leave the owner signed in, able to change the password, and able to sign in again elsewhere', async () => {
    const api = await started()
    const owner = pageAt(api, '198.51.100.7')
    expect((await owner.signIn()).status).toBe(200)
    const statuses = await guess(pageAt(api, '203.0.113.9'), tooMany)
    expect(statuses).toContain(429)
    expect((await owner.send('GET', '/api/users/ada')).status).toBe(200)
    const password = 'an entirely new password'
    const json = { currentPassword: demoAccount.password, newPassword: password }
    expect((await owner.send('PATCH', '/api/users/ada/password', { json })).status).toBe(204)
    expect((await owner.signOut()).status).toBe(200)
    expect((await owner.signIn({ ...demoAccount, password })).status).toBe(200)
    // A browser that never signed in has to wait.
    expect((await pageAt(api, '203.0.113.10').signIn({ ...demoAccount, password })).status).toBe(429)
  })

  test('at names that do not exist take nothing from others at that address but their guesses', async () => {
    const api = await started()
    await guess(pageAt(api, '203.0.113.9'), tooMany, 'nobody-at-all')
    expect((await pageAt(api, '203.0.113.9').signIn()).status).toBe(200)
  })
})

test('an address is counted before an account, and the addresses of one /64 are one', async () => {
  const api = await started()
  const { points } = limits.wrongPasswordsByAddress
  for (let index = 0; index < points / 20; index++) {
    await guess(pageAt(api, `2001:db8:1:2::${index + 1}`), 20, `nobody-${index}`)
  }
  expect(await guess(pageAt(api, '2001:db8:1:2:ffff::1'), 1, 'somebody')).toEqual([429])
  expect(await guess(pageAt(api, '2001:db8:1:3::1'), 1, 'somebody')).toEqual([401])
}, 300_000)

test('a start behind https without TRUSTED_PROXIES warns, and so does a demo account in production', async () => {
  const api = await startApi({
    PORT: String(await getPort()),
    API_ORIGIN: 'https://api.example.com',
    DASHBOARD_ORIGIN: 'https://app.example.com',
  })
  running.push(api)
  await expect.poll(() => api.log(), { timeout: 60_000 }).toContain('"event":"started"')
  expect(api.log()).toMatch(/"event":"doubtful_setting","variable":"TRUSTED_PROXIES"/)
  expect(api.log()).toMatch(/"event":"doubtful_setting","variable":"SEED_DEMO"/)
})

describe('a session', () => {
  test('is replaced by the next sign-in, and its form token with it', async () => {
    const api = await started()
    const page = pageAt(api, '198.51.100.7')
    const anonymous = await page.csrfToken()
    await page.signIn()
    const first = new Map(page.jar)
    expect(await page.csrfToken()).not.toBe(anonymous)
    expect((await page.signIn()).status).toBe(200)
    const copy = pageAt(api, '198.51.100.7')
    for (const [name, value] of first) copy.jar.set(name, value)
    expect((await copy.send('GET', '/api/users/ada')).status).toBe(401)
    expect((await page.send('GET', '/api/users/ada')).status).toBe(200)
  })

  test('gets another id when the password changes', async () => {
    const api = await started()
    const page = pageAt(api, '198.51.100.7')
    await page.signIn()
    const copy = pageAt(api, '198.51.100.7')
    for (const [name, value] of page.jar) copy.jar.set(name, value)
    const json = { currentPassword: demoAccount.password, newPassword: 'an entirely new password' }
    expect((await page.send('PATCH', '/api/users/ada/password', { json })).status).toBe(204)
    expect((await copy.send('GET', '/api/users/ada')).status).toBe(401)
    expect((await page.send('GET', '/api/users/ada')).status).toBe(200)
  })

  test.each([
    [10, 200],
    [90, 401],
  ])('is kept by an instance whose clock is %d s behind, which answers %d', async (seconds, status) => {
    const first = await started()
    const page = first.page()
    expect((await page.signIn()).status).toBe(200)
    first.child.kill('SIGTERM')
    await first.ended
    // A token is for one address of the API, so the second instance has the first one's.
    await started({
      DATA_DIR: first.dataDir,
      API_ORIGIN: first.origin,
      ...clockShiftedBy(-1_000 * seconds),
    })
    const answer = await page.send('GET', '/api/users/ada')
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([status, []])
    expect(page.session).not.toBe('')
  })
})

test('a limit survives a clock that is set back by a day', async () => {
  const first = await started()
  expect(await guess(pageAt(first, '203.0.113.9'), tooMany)).toContain(429)
  first.child.kill('SIGTERM')
  await first.ended
  const second = await started({ DATA_DIR: first.dataDir, ...clockShiftedBy(-86_400_000) })
  expect(await guess(pageAt(second, '203.0.113.10'), 1)).toEqual([429])
})
