import { expect, test } from 'vitest'
import { removeDeadSessions } from '@/lib/session/rows'
import { sessionCookie } from '../api-page'
import { partsOf } from '../forged-tokens'
import { newAccount, Page, signedIn } from './api'
import { ageSession, sessionRows, setUser } from './database'

const day = 86_400
const limits = { sessionIdleSeconds: 7 * day, sessionAbsoluteSeconds: 30 * day }

interface Listed {
  id: string
  current: boolean
  browser: string
  origin: string
  createdAt: string
  lastSeenAt: string
}

const list = async (page: Page) =>
  ((await (await page.send('GET', '/api/sessions')).json()) as { sessions: Listed[] }).sessions

const statusOf = async (page: Page) => (await page.send('GET', '/api/users/ada')).status

/** A session, and the id of its row. */
async function sessionOf(account: { username: string; password: string }) {
  const page = await signedIn(account)
  const current = (await list(page)).find((session) => session.current)
  if (!current) throw new Error('The session is not in its own list.')
  return { page, id: current.id }
}

test('a session lives for seven days after it was last used', async () => {
  const { page, id } = await sessionOf(await newAccount())
  await ageSession(id, { sinceSeen: 7 * day - 60 })
  expect(await statusOf(page)).toBe(200)
  await ageSession(id, { sinceSeen: 7 * day - 60 })
  expect(await statusOf(page), 'because using it started the seven days again').toBe(200)
  await ageSession(id, { sinceSeen: 7 * day + 1 })
  expect(await statusOf(page)).toBe(401)
})

test('a session lives for thirty days, however much it is used', async () => {
  const { page, id } = await sessionOf(await newAccount())
  await ageSession(id, { sinceStart: 30 * day - 60 })
  expect(await statusOf(page)).toBe(200)
  await ageSession(id, { sinceStart: 61 })
  expect(await statusOf(page)).toBe(401)
})

test('a renewed cookie does not outlive its session', async () => {
  const { page, id } = await sessionOf(await newAccount())
  await ageSession(id, { sinceStart: 29 * day })
  const before = page.session
  await page.send('GET', '/api/auth/session')
  expect(page.session).not.toBe(before)
  const { exp } = partsOf(page.session).claims
  expect(Number(exp) * 1_000).toBeLessThan(Date.now() + day * 1_000 + 1_000)
})

test('every sign-in is a session of its own, also with the cookie of an older one', async () => {
  const account = await newAccount()
  const { page, id } = await sessionOf(account)
  await page.signIn(account)
  const [current] = (await list(page)).filter((session) => session.current)
  expect(current?.id).not.toBe(id)
  const planted = new Page()
  planted.jar.set(sessionCookie.lax, 'chosen-by-an-attacker')
  expect((await planted.signIn(account)).status).toBe(200)
  expect(planted.session).not.toBe('chosen-by-an-attacker')
})

test('a session says which browser and origin it was started from, and when', async () => {
  const account = await newAccount()
  const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0'
  const page = new Page({ 'user-agent': userAgent })
  await page.signIn(account)
  const [session] = await list(page)
  expect(session).toMatchObject({
    current: true,
    browser: 'Firefox on Linux',
    origin: 'http://localhost:3000',
  })
  expect(Date.now() - Date.parse(session?.createdAt ?? '')).toBeLessThan(10_000)
  expect(Date.now() - Date.parse(session?.lastSeenAt ?? '')).toBeLessThan(10_000)
})

test('a user agent of any length is kept short', async () => {
  const account = await newAccount()
  await new Page({ 'user-agent': 'x'.repeat(10_000) }).signIn(account)
  const [row] = await sessionRows(account.username)
  expect(row?.userAgent).toHaveLength(256)
})

test('the list has the own living sessions only, the last used first, one of them current', async () => {
  const account = await newAccount()
  const first = await sessionOf(account)
  const second = await sessionOf(account)
  const gone = await sessionOf(account)
  await signedIn()
  await ageSession(first.id, { sinceSeen: 600 })
  await ageSession(gone.id, { sinceSeen: 8 * day })
  const listed = await list(second.page)
  expect(listed.map(({ id, current }) => ({ id, current }))).toEqual([
    { id: second.id, current: true },
    { id: first.id, current: false },
  ])
})

test('revoking one ends it at its very next request, and no other', async () => {
  const account = await newAccount()
  const [mine, other, third] = [await sessionOf(account), await sessionOf(account), await sessionOf(account)]
  expect((await mine.page.send('DELETE', `/api/sessions/${other.id}`)).status).toBe(204)
  expect(await statusOf(other.page)).toBe(401)
  expect(await statusOf(mine.page)).toBe(200)
  expect(await statusOf(third.page)).toBe(200)
  expect((await mine.page.send('DELETE', `/api/sessions/${other.id}`)).status).toBe(404)
})

test('revoking the others leaves the one that asked', async () => {
  const account = await newAccount()
  const [mine, other, third] = [await sessionOf(account), await sessionOf(account), await sessionOf(account)]
  const stranger = await signedIn()
  expect(await (await mine.page.send('DELETE', '/api/sessions')).json()).toEqual({ revoked: 2 })
  expect([await statusOf(other.page), await statusOf(third.page)]).toEqual([401, 401])
  expect([await statusOf(mine.page), await statusOf(stranger)]).toEqual([200, 200])
})

test('signing out ends the session, not just the cookie', async () => {
  const { page, id } = await sessionOf(await newAccount())
  const kept = page.session
  await page.signOut()
  expect(page.session).toBe('')
  page.jar.set(sessionCookie.lax, kept)
  expect(await statusOf(page)).toBe(401)
  expect((await sessionRows('ada')).some((row) => row.id === id)).toBe(false)
})

test('signing out takes the form token of this browser', async () => {
  const { page } = await sessionOf(await newAccount())
  const response = await page.send('POST', '/api/auth/signout', { json: { csrfToken: 'of-another' } })
  expect(response.status).toBe(403)
  expect(await statusOf(page)).toBe(200)
})

test('who is signed in is null without a session, and nothing of a revoked one', async () => {
  const page = new Page()
  expect(await (await page.send('GET', '/api/auth/session')).json()).toBeNull()
  const account = await newAccount()
  const { page: mine } = await sessionOf(account)
  const shown = (await (await mine.send('GET', '/api/auth/session')).json()) as object
  expect(Object.keys(shown).toSorted()).toEqual(['expires', 'sessionId', 'user'])
  expect(shown).toMatchObject({ user: { username: account.username, name: account.username } })
  const [row] = await sessionRows(account.username)
  await ageSession(row?.id ?? '', { sinceSeen: 8 * day })
  const response = await mine.send('GET', '/api/auth/session')
  expect(await response.json()).toBeNull()
  expect(mine.session).toBe('')
})

test('disabling a user ends their sessions at the next request', async () => {
  const account = await newAccount()
  const { page } = await sessionOf(account)
  await setUser(account.username, { disabled: true })
  expect(await statusOf(page)).toBe(401)
})

test('fifty sign-ins at once are fifty sessions', async () => {
  const account = await newAccount()
  const pages = await Promise.all(Array.from({ length: 50 }, () => signedIn(account)))
  expect(new Set(pages.map(({ session }) => session)).size).toBe(50)
  const rows = await sessionRows(account.username)
  expect(new Set(rows.map(({ id }) => id)).size).toBe(50)
  const statuses = await Promise.all(pages.map(statusOf))
  expect(new Set(statuses)).toEqual(new Set([200]))
})

test('the rows that no token can use any more are removed, and no others', async () => {
  const account = await newAccount()
  const [idle, old, alive] = [await sessionOf(account), await sessionOf(account), await sessionOf(account)]
  await ageSession(idle.id, { sinceSeen: 7 * day + 1 })
  await ageSession(old.id, { sinceStart: 30 * day + 1 })
  expect(await removeDeadSessions(limits)).toBeGreaterThanOrEqual(2)
  expect((await sessionRows(account.username)).map(({ id }) => id)).toEqual([alive.id])
})
