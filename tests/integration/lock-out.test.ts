import { describe, expect, test, vi } from 'vitest'
import { countPasswordCheck, limits } from '@/lib/auth/rate-limits'
import { mostSessions } from '@/lib/session/rows'
import { sessionCookie } from '../api-page'
import { call, dashboardOrigin, newAccount, Page, problemOf, signedIn } from './api'
import { sessionRows } from './database'

/** Nobody locks out somebody else: docs/decisions/0009-rate-limits.md. */

const browserCookie = 'nco-browser'

/** Sixty wrong guesses at an account from elsewhere. */
async function guessAt(username: string): Promise<void> {
  const { points } = limits.wrongPasswordsByAccount
  for (let count = 0; count < points; count++) await countPasswordCheck(username, '203.0.113.9')
}

describe('a browser that has signed in before', () => {
  test('signs in while the account is being guessed at, and a new one does not', async () => {
    const account = await newAccount()
    const page = await signedIn(account)
    await page.signOut()
    await guessAt(account.username)
    expect((await new Page().signIn(account)).status).toBe(429)
    expect((await page.signIn(account)).status).toBe(200)
  })

  test('is known for its own accounts only', async () => {
    const [mine, other] = [await newAccount(), await newAccount()]
    const page = await signedIn(mine)
    await guessAt(other.username)
    expect((await page.signIn(other)).status).toBe(429)
  })

  test.each([
    ['forged', (genuine: string) => `${genuine.slice(0, -2)}AA`],
    ['of another kind', () => 'a session’s token'],
  ])('is not known by a cookie that is %s', async (what, change) => {
    const account = await newAccount()
    const page = await signedIn(account)
    const genuine = page.jar.get(browserCookie) ?? ''
    page.jar.set(browserCookie, what === 'forged' ? change(genuine) : page.session)
    await guessAt(account.username)
    expect((await page.signIn(account)).status).toBe(429)
  })

  test('keeps names to itself: the cookie has stand-ins', async () => {
    const account = await newAccount()
    const page = await signedIn(account)
    const [, payload = ''] = (page.jar.get(browserCookie) ?? '').split('.')
    expect(Buffer.from(payload, 'base64url').toString()).toMatch(/"accounts":\["[\w-]{43}"\]/)
    expect(Buffer.from(payload, 'base64url').toString()).not.toContain(account.username)
  })
})

describe('signing in again', () => {
  test('ends the session that it replaces, and no other', async () => {
    const account = await newAccount()
    const [page, other] = [await signedIn(account), await signedIn(account)]
    const replaced = page.session
    expect((await page.signIn(account)).status).toBe(200)
    expect(await sessionRows(account.username)).toHaveLength(2)
    const headers = { origin: dashboardOrigin(), cookie: `${sessionCookie.lax}=${replaced}` }
    expect((await call('GET', '/api/sessions', { headers })).status).toBe(401)
    expect((await other.send('GET', '/api/sessions')).status).toBe(200)
  })

  test('with a wrong password ends nothing', async () => {
    const account = await newAccount()
    const page = await signedIn(account)
    expect((await page.signIn({ ...account, password: 'a guess' })).status).toBe(401)
    expect((await page.send('GET', '/api/sessions')).status).toBe(200)
  })
})

test('the form token changes with who is signed in', async () => {
  const page = new Page()
  const account = await newAccount()
  const before = await page.csrfToken()
  await page.signIn(account)
  const json = { csrfToken: before }
  const response = await page.send('POST', '/api/auth/signout', { json })
  expect([response.status, (await problemOf(response)).code]).toEqual([403, 'csrf_token_invalid'])
  const during = await page.csrfToken()
  expect(during).not.toBe(before)
  expect((await page.signOut()).status).toBe(200)
  expect(await page.csrfToken()).not.toBe(during)
})

test('an account has so many sessions and no more: one more ends the one that was used longest ago', async () => {
  const account = await newAccount()
  const first = await signedIn(account)
  const [row] = await sessionRows(account.username)
  if (!row) throw new Error('There is no session.')
  const { createSession } = await import('@/lib/session/rows')
  const started = { userId: row.userId, userAgent: '', origin: '' }
  const lifetime = { sessionIdleSeconds: 3_600, sessionAbsoluteSeconds: 3_600 }
  for (let count = 1; count < mostSessions; count++) await createSession(started, lifetime)
  expect((await first.send('GET', '/api/sessions')).status).toBe(200)
  await createSession(started, lifetime)
  expect(await sessionRows(account.username)).toHaveLength(mostSessions)
  expect((await first.send('GET', '/api/sessions')).status).toBe(401)
})

describe('a clock that is behind that of another instance', () => {
  test.each([
    ['by 50 s signs nobody out', 50, 200],
    ['by 10 minutes refuses the session, and keeps its cookie for when it is good', 600, 401],
  ])('%s', async (_, seconds, status) => {
    const page = await signedIn(await newAccount())
    const behind = Date.now() - seconds * 1_000
    vi.useFakeTimers({ now: behind, toFake: ['Date'] })
    try {
      const response = await page.send('GET', '/api/sessions')
      expect(response.status).toBe(status)
      expect(response.headers.getSetCookie()).toEqual([])
    } finally {
      vi.useRealTimers()
    }
    expect((await page.send('GET', '/api/sessions')).status).toBe(200)
  })
})
