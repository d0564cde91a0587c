import { asc, eq, sql } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import {
  countPasswordChange,
  countPasswordCheck,
  countSignUp,
  limits,
  removeExpiredCounts,
} from '@/lib/auth/rate-limits'
import { closeDatabase, database } from '@/lib/db/client'
import { rateLimits } from '@/lib/db/schema'
import { isUnavailable } from '@/lib/db/unavailable'
import { Problem } from '@/lib/gate/problem'
import { call, configure, dashboardOrigin, newAccount, Page, problemOf } from './api'
import { setUser } from './database'

afterEach(() => configure({ TRUSTED_PROXIES: '0' }))

/** Says how many answers there were of each status. */
function tally(answers: readonly Response[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

const times = <T>(count: number, one: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => one(index)))

/** Fills a limit, a few at once, so that nobody waits for a connection longer than its deadline. */
async function fill(count: number, one: (index: number) => Promise<unknown>): Promise<void> {
  for (let done = 0; done < count; done += 10) {
    await times(Math.min(10, count - done), (index) => one(done + index))
  }
}

/** Returns what became of an attempt. */
const outcomeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'counted' as const,
    (error: unknown) => (error instanceof Problem ? error.status : error),
  )

/** The time of every limit, put forward until it is over. */
async function windowsOver(): Promise<void> {
  await (await database()).update(rateLimits).set({ expire: sql`now() - interval '1 second'` })
}

describe('a hundred sign-ins at once on one account', () => {
  test('with a wrong password: no more than the limit are checked, the others may come back later', async () => {
    const { username } = await newAccount()
    const answers = await times(100, () => new Page().signIn({ username, password: 'a guess' }))
    expect(tally(answers)).toEqual({ 401: 60, 429: 40 })
    const refused = answers.filter(({ status }) => status === 429)
    for (const response of refused) {
      expect(response.headers.get('access-control-allow-origin')).toBe(dashboardOrigin())
      expect(response.headers.get('access-control-expose-headers')?.toLowerCase()).toContain('retry-after')
      const seconds = Number(response.headers.get('retry-after'))
      expect(seconds).toBeGreaterThan(0)
      expect(seconds).toBeLessThanOrEqual(15 * 60)
      expect((await problemOf(response)).code).toBe('rate_limited')
    }
  })

  test('with the right password too', async () => {
    const account = await newAccount()
    const { 200: signedIn = 0, 429: refused = 0 } = tally(await times(100, () => new Page().signIn(account)))
    expect(signedIn).toBeLessThanOrEqual(limits.checksByAccount.points)
    expect(signedIn + refused).toBe(100)
  })

  test('whether or not there is such an account, and whatever its state', async () => {
    const account = await newAccount()
    await setUser(account.username, { disabled: true })
    for (const username of ['nobody-there', account.username]) {
      await fill(59, () => countPasswordCheck(username, '192.0.2.1'))
      const signIn = () => new Page().signIn({ username, password: account.password })
      expect(tally(await times(10, signIn))).toEqual({ 401: 1, 429: 9 })
    }
  })
})

test('an account that was guessed at opens again when the time is over', async () => {
  const account = await newAccount()
  await fill(60, () => countPasswordCheck(account.username, '192.0.2.1'))
  expect((await new Page().signIn(account)).status, 'even with the right password').toBe(429)
  await windowsOver()
  expect((await new Page().signIn(account)).status).toBe(200)
})

test('a right password is not counted as a guess', async () => {
  const account = await newAccount()
  await fill(59, () => countPasswordCheck(account.username, '192.0.2.1'))
  for (let round = 0; round < 5; round++) expect((await new Page().signIn(account)).status).toBe(200)
  const wrong = { ...account, password: 'a guess' }
  expect((await new Page().signIn(wrong)).status).toBe(401)
  expect((await new Page().signIn(wrong)).status).toBe(429)
})

test('guesses at many accounts from one address are counted together, in the /64 of IPv6', async () => {
  configure({ TRUSTED_PROXIES: '1' })
  const { points } = limits.wrongPasswordsByAddress
  // As many as a test has time for come through the API; the rest are counted where it counts.
  await fill(points - 2, (index) => countPasswordCheck(`guessed-${index}`, '2001:db8:1:2::/64'))
  const guess = (suffix: string) =>
    new Page({ 'x-forwarded-for': `2001:db8:1:2::${suffix}, 10.0.0.1` }).signIn({
      username: `guessed-by-${suffix}`,
      password: 'a guess',
    })
  const statuses = []
  for (const suffix of ['1', '2', '3']) statuses.push((await guess(suffix)).status)
  expect(statuses).toEqual([401, 401, 429])
  const elsewhere = new Page({ 'x-forwarded-for': '2001:db8:1:3::1, 10.0.0.1' })
  expect((await elsewhere.signIn()).status).toBe(200)
})

test('an address that a client makes up is worth nothing', async () => {
  const { points } = limits.signUpsByAddress
  await fill(points, () => countSignUp('198.18.0.9'))
  for (const madeUp of ['1.1.1.1', '2.2.2.2, 3.3.3.3', 'unknown']) {
    const headers = { origin: dashboardOrigin(), 'x-forwarded-for': `${madeUp}, 198.18.0.9` }
    const json = { username: 'never-made', password: 'a password of their own' }
    expect((await call('POST', '/api/users', { json, headers })).status).toBe(429)
  }
})

test('sign-ups from one address are limited; those that were not valid do not count', async () => {
  const headers = { origin: dashboardOrigin(), 'x-forwarded-for': '198.18.0.10' }
  const signUp = (username: string) =>
    call('POST', '/api/users', { json: { username, password: 'a password of their own' }, headers })
  expect(tally(await times(70, () => signUp('Not Valid')))).toEqual({ 400: 70 })
  await fill(limits.signUpsByAddress.points - 5, () => countSignUp('198.18.0.10'))
  expect(tally(await times(10, (index) => signUp(`mass-${index}`)))).toEqual({ 201: 5, 429: 5 })
})

test('the database holds neither names nor addresses', async () => {
  await countPasswordCheck('a-password-in-the-wrong-field', '198.18.0.11')
  const rows = await (await database()).select().from(rateLimits)
  expect(JSON.stringify(rows)).not.toMatch(/wrong-field|198\.18/)
})

test('counts whose time is over are removed, and no others', async () => {
  await windowsOver()
  await countSignUp('198.18.0.12')
  expect(await removeExpiredCounts()).toBeGreaterThan(0)
  const rows = await (await database()).select().from(rateLimits)
  expect(rows).toHaveLength(1)
  expect(rows[0]?.points).toBe(1)
  await (await database()).delete(rateLimits).where(eq(rateLimits.key, rows[0]?.key ?? ''))
})

test('without a database nothing is let through', async () => {
  await closeDatabase()
  const { DATABASE_URL = '' } = process.env
  process.env.DATABASE_URL = 'postgres://nobody@127.0.0.1:1/nothing'
  try {
    const failed = await countSignUp('198.18.0.13').catch((error: unknown) => error)
    expect(isUnavailable(failed)).toBe(true)
  } finally {
    await closeDatabase()
    process.env.DATABASE_URL = DATABASE_URL
  }
})

const rowsFor = async () => (await database()).select().from(rateLimits).orderBy(asc(rateLimits.key))

test('an attempt that is refused writes nothing, whatever limit it meets', async () => {
  const address = '198.18.0.14'
  await fill(60, () => countPasswordCheck('refused-without-a-trace', address))
  const before = await rowsFor()
  const outcomes = await times(20, () => outcomeOf(countPasswordCheck('refused-without-a-trace', address)))
  expect(outcomes).toEqual(Array(20).fill(429))
  expect(await rowsFor()).toEqual(before)
})

test('guesses of an address that has used up its own limit count against no account', async () => {
  const address = '198.18.0.15'
  await fill(limits.wrongPasswordsByAddress.points, (index) => countPasswordCheck(`one-of-${index}`, address))
  const before = await rowsFor()
  expect(await outcomeOf(countPasswordCheck('another-one', address))).toBe(429)
  expect(await rowsFor()).toEqual(before)
  expect(await outcomeOf(countPasswordCheck('another-one', '198.18.0.16'))).toBe('counted')
})

describe('a browser that has signed in to an account before', () => {
  test('is not locked out by the guesses of others', async () => {
    await fill(60, () => countPasswordCheck('guessed-at', '198.18.0.17'))
    expect(await outcomeOf(countPasswordCheck('guessed-at', '198.18.0.18'))).toBe(429)
    expect(await outcomeOf(countPasswordCheck('guessed-at', '198.18.0.18', 'browser-1'))).toBe('counted')
  })

  test('guesses no more often than others', async () => {
    const guess = () => outcomeOf(countPasswordCheck('guessed-by-a-friend', '198.18.0.19', 'browser-2'))
    const outcomes = await times(70, guess)
    expect(outcomes.filter((outcome) => outcome === 'counted')).toHaveLength(60)
  })
})

test('a change of password is counted apart from guesses at the account', async () => {
  await fill(60, () => countPasswordCheck('changing', '198.18.0.20'))
  const outcomes = await times(30, () => outcomeOf(countPasswordChange('the-id-of-changing')))
  expect(outcomes.filter((outcome) => outcome === 'counted')).toHaveLength(limits.passwordChanges.points)
})

test('a clock that is put back neither opens a limit nor lengthens it', async () => {
  const address = '198.18.0.21'
  await fill(limits.signUpsByAddress.points, () => countSignUp(address))
  // To a clock that was put back by a day, every end is a day later.
  await (await database()).update(rateLimits).set({ expire: sql`${rateLimits.expire} + interval '1 day'` })
  for (let round = 0; round < 2; round++) {
    const refused = await countSignUp(address).catch((error: unknown) => error)
    if (!(refused instanceof Problem)) throw new Error('It was not refused.')
    expect(refused.status).toBe(429)
    const seconds = Number(
      new Headers(refused.headers.map(([name, value]) => [name, value])).get('retry-after'),
    )
    expect(seconds).toBeLessThanOrEqual(limits.signUpsByAddress.durationSeconds)
  }
})
