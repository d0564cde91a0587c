import { describe, expect, test } from 'vitest'
import { demoAccounts } from '@/lib/db/seed'
import { newAccount, type Page, problemOf, signedIn } from './api'
import { contents, setUser } from './database'

const [ada, grace] = demoAccounts
const path = (username: string) => `/api/admin/users/${username}`
const change = (page: Page, username: string, json: object) => page.send('PATCH', path(username), { json })

interface Listed {
  users: { username: string; role: string; disabled: boolean; sessions: number }[]
}

describe('an administrator', () => {
  test('lists users page by page', async () => {
    const admin = await signedIn(ada)
    const first = await admin.send('GET', '/api/admin/users?limit=2')
    const { users } = (await first.json()) as Listed
    expect(users.map(({ username }) => username)).toEqual(['ada', 'alan'])
    expect(users[0]).toMatchObject({ role: 'admin', disabled: false, sessions: 1 })
    const next = /<(.+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? ''
    const second = (await (await admin.send('GET', next)).json()) as Listed
    expect(second.users.map(({ username }) => username)).toEqual(['grace', 'katherine'])
  })

  test('disables a user, which ends every session of that user, and enables the user again', async () => {
    const account = await newAccount()
    const theirs = await signedIn(account)
    const admin = await signedIn(ada)
    expect((await change(admin, account.username, { disabled: true })).status).toBe(204)
    expect((await theirs.send('GET', '/api/sessions')).status).toBe(401)
    await expect(signedIn(account)).rejects.toThrow('401')
    expect((await change(admin, account.username, { disabled: false })).status).toBe(204)
    await signedIn(account)
  })

  test('ends every session of a user', async () => {
    const account = await newAccount()
    const [one, other] = [await signedIn(account), await signedIn(account)]
    const response = await (await signedIn(ada)).send('DELETE', `${path(account.username)}/sessions`)
    expect(await response.json()).toEqual({ revoked: 2 })
    for (const page of [one, other]) expect((await page.send('GET', '/api/sessions')).status).toBe(401)
  })

  test('cannot remove the last administrator', async () => {
    const admin = await signedIn(ada)
    for (const json of [{ role: 'member' }, { disabled: true }]) {
      const response = await change(admin, 'ada', json)
      expect(response.status).toBe(409)
      expect((await problemOf(response)).code).toBe('last_admin')
    }
  })

  test('and another cannot remove each other at the same time', async () => {
    const account = await newAccount()
    await setUser(account.username, { role: 'admin' })
    const [one, other] = [await signedIn(ada), await signedIn(account)]
    const answers = await Promise.all([
      change(one, account.username, { role: 'member' }),
      change(other, 'ada', { role: 'member' }),
    ])
    const left = ((await contents()) as { users: { role: string }[] }).users.filter(
      ({ role }) => role === 'admin',
    )
    expect(left).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1)
    await setUser('ada', { role: 'admin' })
    await setUser(account.username, { role: 'member' })
  })

  test('is told when there is no such user', async () => {
    const admin = await signedIn(ada)
    expect((await change(admin, 'nobody-at-all', { disabled: true })).status).toBe(404)
    expect((await admin.send('DELETE', `${path('nobody-at-all')}/sessions`)).status).toBe(404)
  })
})

describe('a member', () => {
  test.each([
    ['GET', '/api/admin/users', undefined],
    ['PATCH', path('grace'), { role: 'admin' }],
    ['PATCH', path('ada'), { disabled: true }],
    ['DELETE', `${path('ada')}/sessions`, undefined],
  ] as const)('is refused %s %s, and nothing changes', async (method, address, json) => {
    const member = await signedIn(grace)
    const before = await contents()
    const response = await member.send(method, address, json ? { json } : {})
    expect(response.status).toBe(403)
    expect((await problemOf(response)).code).toBe('admin_required')
    expect(await contents()).toEqual(before)
  })

  test('stops being an administrator at once', async () => {
    const account = await newAccount()
    await setUser(account.username, { role: 'admin' })
    const page = await signedIn(account)
    expect((await page.send('GET', '/api/admin/users')).status).toBe(200)
    await setUser(account.username, { role: 'member' })
    expect((await page.send('GET', '/api/admin/users')).status).toBe(403)
  })
})
