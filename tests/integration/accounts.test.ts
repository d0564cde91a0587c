import { isNotNull } from 'drizzle-orm'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { countPasswordCheck, limits } from '@/lib/auth/rate-limits'
import { database } from '@/lib/db/client'
import { users } from '@/lib/db/schema'
import { sessionCookie } from '../api-page'
import { call, configure, dashboardOrigin, newAccount, Page, problemOf, signedIn } from './api'
import { contents, sessionRows, setUser } from './database'

const password = 'a password of their own'
let address = 0

function signUp(json: object): Promise<Response> {
  address++
  const headers = { origin: dashboardOrigin(), 'x-forwarded-for': `203.0.113.${address}` }
  return call('POST', '/api/users', { json, headers })
}

describe('signing up', () => {
  test('makes an account that can sign in, and no session', async () => {
    const response = await signUp({ username: 'emmy-noether', password, displayName: '  Emmy Noether ' })
    expect(response.status).toBe(201)
    expect(response.headers.get('location')).toBe('/api/users/emmy-noether')
    expect(response.headers.getSetCookie()).toEqual([])
    expect(await response.json()).toEqual({
      username: 'emmy-noether',
      displayName: 'Emmy Noether',
      bio: '',
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    })
    const page = await signedIn({ username: 'emmy-noether', password })
    expect((await page.send('GET', '/api/users/emmy-noether')).status).toBe(200)
  })

  test.each(['abc', 'a-b-c', '007', 'x'.repeat(32)])('takes the username %s', async (username) => {
    expect((await signUp({ username, password })).status).toBe(201)
  })

  test.each([
    ['short', 'ab'],
    ['long', 'x'.repeat(33)],
    ['empty', ''],
    ['in capitals', 'Ada'],
    ['with a hyphen in front', '-ada'],
    ['with a hyphen behind', 'ada-'],
    ['with two hyphens together', 'a--da'],
    ['with a dot', 'a.da'],
    ['with a slash', 'a/da'],
    ['with white space', 'a da'],
    ['with a line feed behind', 'ada\n'],
    ['with letters that look like ours', 'аda'],
    ['that is no text', 7],
    ['that is missing', undefined],
  ])('refuses a username %s, and names the field', async (_, username) => {
    const before = await contents()
    const response = await signUp({ username, password })
    expect(response.status).toBe(400)
    const problem = await problemOf(response)
    expect(problem.code).toBe('invalid_request')
    expect(problem.errors?.map(({ path }) => path)).toEqual(['username'])
    expect(await contents()).toEqual(before)
  })

  test('refuses a username that is taken, and keeps the password of its owner', async () => {
    const account = await newAccount()
    const response = await signUp({ username: account.username, password: 'another password' })
    expect(response.status).toBe(409)
    expect((await problemOf(response)).code).toBe('username_taken')
    expect((await new Page().signIn(account)).status).toBe(200)
  })

  test('gives a name to one of many who want it at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => signUp({ username: 'wanted', password })),
    )
    const statuses = answers.map(({ status }) => status).toSorted()
    expect(statuses).toEqual([201, ...Array(9).fill(409)])
  })

  test.each([
    ['eight characters', 'q7#mZp0!'],
    ['256 characters', `${'long '.repeat(51)}x`],
    ['nothing but lower case', 'correct horse battery staple'],
    ['characters outside of ASCII', 'пароль密码🔑x'],
    ['white space at both ends', '  padded  '],
  ])('takes a password of %s, every character of it', async (_, secret) => {
    const username = `user-${address}`
    expect((await signUp({ username, password: secret })).status).toBe(201)
    expect((await new Page().signIn({ username, password: secret })).status).toBe(200)
    expect((await new Page().signIn({ username, password: secret.slice(0, -1) })).status).toBe(401)
  })

  test.each([
    ['seven characters', '1234567'],
    ['four characters that are eight code units', '🔑🔒🔑🔒'],
    ['257 characters', 'xy'.repeat(129)],
    ['one character over and over', 'aaaaaaaaaaaa'],
    ['their own username', 'nobody-yet'],
    ['the commonest of all', 'password'],
    ['another of the commonest, in capitals', 'PASSWORD123'],
    ['digits in a row', '1234567890'],
    ['no text', 12345678],
  ])('refuses a password of %s, and names the field', async (_, secret) => {
    const response = await signUp({ username: 'nobody-yet', password: secret })
    expect(response.status).toBe(400)
    expect((await problemOf(response)).errors?.map(({ path }) => path)).toEqual(['password'])
  })

  test('refuses fields that it does not know', async () => {
    const response = await signUp({ username: 'eve-online', password, disabled: false, id: 'x' })
    expect(response.status).toBe(400)
  })

  test('keeps the password as an argon2id hash', async () => {
    const rows = await (await database())
      .select({ hash: users.passwordHash })
      .from(users)
      .where(isNotNull(users.passwordHash))
    expect(rows.length).toBeGreaterThan(5)
    for (const { hash } of rows) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })
})

describe('changing the password', () => {
  const change = (page: Page, username: string, currentPassword: string, newPassword: string) =>
    page.send('PATCH', `/api/users/${username}/password`, { json: { currentPassword, newPassword } })

  test('takes the current one, ends the other sessions and keeps this one', async () => {
    const account = await newAccount()
    const [mine, other] = [await signedIn(account), await signedIn(account)]
    const next = 'an entirely new password'
    expect((await change(mine, account.username, account.password, next)).status).toBe(204)
    expect((await mine.send('GET', '/api/sessions')).status).toBe(200)
    expect((await other.send('GET', '/api/sessions')).status).toBe(401)
    expect(await sessionRows(account.username)).toHaveLength(1)
    expect((await new Page().signIn(account)).status).toBe(401)
    expect((await new Page().signIn({ ...account, password: next })).status).toBe(200)
  })

  test('changes nothing with a wrong current password', async () => {
    const account = await newAccount()
    const [mine, other] = [await signedIn(account), await signedIn(account)]
    const before = await contents()
    const response = await change(mine, account.username, 'not this one', 'an entirely new password')
    expect(response.status).toBe(403)
    expect((await problemOf(response)).code).toBe('wrong_password')
    expect(await contents()).toEqual(before)
    expect((await other.send('GET', '/api/sessions')).status).toBe(200)
  })

  test('has the same rules as signing up', async () => {
    const account = await newAccount()
    const mine = await signedIn(account)
    for (const next of ['short', 'password', 'x'.repeat(257)]) {
      expect((await change(mine, account.username, account.password, next)).status).toBe(400)
    }
  })

  test('is counted apart from guesses at the account, which others make', async () => {
    const account = await newAccount()
    const mine = await signedIn(account)
    const { points } = limits.wrongPasswordsByAccount
    for (let count = 0; count < points; count++) await countPasswordCheck(account.username, '192.0.2.1')
    expect((await new Page().signIn(account)).status, 'a new browser').toBe(429)
    const guess = () => change(mine, account.username, 'a guess', 'an entirely new password')
    const statuses: number[] = []
    for (let count = 0; count <= limits.passwordChanges.points; count++) statuses.push((await guess()).status)
    expect(statuses.filter((status) => status === 403)).toHaveLength(limits.passwordChanges.points)
    expect(statuses.at(-1)).toBe(429)
  })

  test('gives the session another id, so that a copy of its cookie from before is worth nothing', async () => {
    const account = await newAccount()
    const mine = await signedIn(account)
    const copy = mine.session
    const [before] = await sessionRows(account.username)
    expect((await change(mine, account.username, account.password, 'an entirely new password')).status).toBe(
      204,
    )
    expect(mine.session).not.toBe(copy)
    const [after] = await sessionRows(account.username)
    expect(after?.id).not.toBe(before?.id)
    expect(after?.expiresAt).toEqual(before?.expiresAt)
    const thief = new Page()
    thief.jar.set(sessionCookie.lax, copy)
    expect((await thief.send('GET', '/api/sessions')).status).toBe(401)
    expect((await mine.send('GET', '/api/sessions')).status).toBe(200)
  })
})

const checked = vi.hoisted((): string[] => [])
vi.mock('@node-rs/argon2', async (importOriginal) => {
  const argon2 = await importOriginal<typeof import('@node-rs/argon2')>()
  const verify: typeof argon2.verify = (...given) => {
    checked.push(String(given[0]))
    return argon2.verify(...given)
  }
  return { ...argon2, verify }
})

describe('who cannot sign in is not told why', () => {
  // The handlers are loaded anew, and find the argon2 that keeps a record.
  beforeAll(() => configure({}))

  const disabled = async () => {
    const account = await newAccount()
    await setUser(account.username, { disabled: true })
    return account
  }
  const cases: readonly (readonly [string, () => Promise<{ username: string; password: string }>])[] = [
    ['an unknown user', async () => ({ username: 'nobody-at-all', password })],
    ['a wrong password', async () => ({ ...(await newAccount()), password: 'not this one' })],
    ['a disabled user', disabled],
    ['a disabled user with a wrong password', async () => ({ ...(await disabled()), password: 'no' })],
    ['a name that cannot be', async () => ({ username: 'Ada Lovelace!', password })],
    ['a name that is too long', async () => ({ username: 'x'.repeat(10_000), password })],
    ['a password that is too long', async () => ({ ...(await newAccount()), password: 'x'.repeat(10_000) })],
    ['an empty password', async () => ({ ...(await newAccount()), password: '' })],
  ]

  /** All that an answer says, but for the id that every request has of its own. */
  async function answerTo(credentials: { username: string; password: string }) {
    const response = await new Page().signIn(credentials)
    const { requestId, ...problem } = await problemOf(response)
    const headers = [...response.headers].map(([name, value]) => [name, value === requestId ? '' : value])
    return { status: response.status, headers, problem }
  }

  test.each(cases)('%s: the same answer, after one check of a password', async (_, credentials) => {
    const usual = await answerTo({ ...(await newAccount()), password: 'not this one' })
    const given = await credentials()
    checked.length = 0
    const answer = await answerTo(given)
    expect(answer).toEqual(usual)
    expect(answer).toMatchObject({
      status: 401,
      problem: { code: 'invalid_credentials', detail: 'No account has this username and password.' },
    })
    expect(checked, 'with the same cost, whichever hash it is').toEqual([
      expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/),
    ])
  })
})

test('one cannot sign in without the form token of this browser', async () => {
  const page = new Page()
  const { csrfToken } = (await (await new Page().send('GET', '/api/auth/csrf')).json()) as {
    csrfToken: string
  }
  const response = await page.send('POST', '/api/auth/callback/credentials', {
    json: { csrfToken, username: 'ada', password: 'analytical-engine' },
  })
  expect(response.status).toBe(403)
  expect((await problemOf(response)).code).toBe('csrf_token_invalid')
  expect(page.session).toBe('')
})
