import { beforeAll, describe, expect, test } from 'vitest'
import { cookieForms } from '@/lib/session/cookie'
import { sessionCookie } from '../api-page'
import { apiOrigin, call, configure, dashboardOrigin, Page, problemOf } from './api'

/**
 * The bytes of every `Set-Cookie`, in each relation of the two origins: docs/decisions/0004-cookie-by-topology.md.
 */
const topologies = [
  {
    topology: 'two ports over http',
    dashboard: 'http://localhost:3000',
    api: 'http://localhost:4000',
    form: 'lax',
    attributes: ['HttpOnly', 'Path=/', 'SameSite=Lax'],
  },
  {
    topology: 'two subdomains over http',
    dashboard: 'http://app.acme.localhost:3000',
    api: 'http://api.acme.localhost:4000',
    form: 'lax',
    attributes: ['HttpOnly', 'Path=/', 'SameSite=Lax'],
  },
  {
    topology: 'two ports over https',
    dashboard: 'https://example.com',
    api: 'https://example.com:8443',
    form: 'strict',
    attributes: ['HttpOnly', 'Path=/', 'SameSite=Strict', 'Secure'],
  },
  {
    topology: 'two subdomains over https',
    dashboard: 'https://app.example.com',
    api: 'https://api.example.com',
    form: 'strict',
    attributes: ['HttpOnly', 'Path=/', 'SameSite=Strict', 'Secure'],
  },
  {
    topology: 'two sites over https',
    dashboard: 'https://dashboard.example',
    api: 'https://api.example.com',
    form: 'partitioned',
    attributes: ['HttpOnly', 'Partitioned', 'Path=/', 'SameSite=None', 'Secure'],
  },
  {
    topology: 'two sites over http on loopback names',
    dashboard: 'http://frontend.localhost:3000',
    api: 'http://backend.localhost:4000',
    form: 'partitioned',
    attributes: ['HttpOnly', 'Partitioned', 'Path=/', 'SameSite=None', 'Secure'],
  },
] as const

/** A `Set-Cookie` in parts; the attributes sorted, those about time apart. */
function parsed(line: string) {
  const [pair = '', ...rest] = line.split(';').map((part) => part.trim())
  const name = pair.slice(0, pair.indexOf('='))
  const timed = /^(expires|max-age)=/i
  return {
    name,
    value: pair.slice(name.length + 1),
    attributes: rest.filter((attribute) => !timed.test(attribute)).toSorted(),
    deleted: rest.some((attribute) => /^max-age=0$/i.test(attribute)),
  }
}

describe.each(topologies)('$topology', ({ dashboard, api, form, attributes }) => {
  const name = sessionCookie[form]
  const { prefix } = cookieForms[form]
  const setBy = (response: Response) => response.headers.getSetCookie().map(parsed)

  beforeAll(() => configure({ DASHBOARD_ORIGIN: dashboard, API_ORIGIN: api, ALLOWED_ORIGINS: '' }))

  test('sets the session cookie at sign-in', async () => {
    const response = await new Page().signIn()
    expect(response.status).toBe(200)
    const [session, ...others] = setBy(response)
    expect(session).toEqual({ name, value: expect.stringMatching(/^ey/), attributes, deleted: false })
    const rest = others.map(({ name, attributes, deleted }) => ({ name, attributes, deleted }))
    expect(rest).toEqual([
      { name: `${prefix}csrf`, attributes, deleted: true },
      { name: `${prefix}browser`, attributes, deleted: false },
    ])
  })

  test('sets every other cookie in the same way', async () => {
    const cookies = setBy(await new Page().send('GET', '/api/auth/csrf'))
    expect(cookies.map((cookie) => cookie.name)).toEqual([`${prefix}csrf`, `${prefix}callback`])
    for (const cookie of cookies) expect(cookie.attributes).toEqual(attributes)
  })

  test('renews it with the same attributes', async () => {
    const page = new Page()
    await page.signIn()
    const cookies = setBy(await page.send('GET', '/api/auth/session'))
    const session = cookies.find((cookie) => cookie.name === name)
    expect(session).toEqual({ name, value: expect.stringMatching(/^ey/), attributes, deleted: false })
  })

  test('repeats every attribute when it deletes it: at sign-out, and when it was revoked', async () => {
    const page = new Page()
    await page.signIn()
    const { session } = page
    const deletion = { name, value: '', attributes, deleted: true }
    expect(setBy(await page.signOut())).toEqual([deletion, { ...deletion, name: `${prefix}csrf` }])

    const headers = { origin: dashboardOrigin(), cookie: `${name}=${session}` }
    for (const path of ['/api/sessions', '/api/auth/session']) {
      const cookies = setBy(await call('GET', path, { headers }))
      expect(cookies.filter((cookie) => cookie.deleted)).toContainEqual(deletion)
    }
  })

  test('repeats every attribute when the own session is revoked, or the cookie is not genuine', async () => {
    const page = new Page()
    await page.signIn()
    const { sessionId } = (await (await page.send('GET', '/api/auth/session')).json()) as {
      sessionId: string
    }
    const deletion = { name, value: '', attributes, deleted: true }
    expect(setBy(await page.send('DELETE', `/api/sessions/${sessionId}`))).toContainEqual(deletion)

    const headers = { origin: dashboardOrigin(), cookie: `${name}=forged` }
    expect(setBy(await call('GET', '/api/sessions', { headers }))).toContainEqual(deletion)
  })

  test('refuses two session cookies and deletes both, whoever set them and for whatever path', async () => {
    const page = new Page()
    await page.signIn()
    const headers = { origin: dashboardOrigin(), cookie: `${name}=planted; ${name}=${page.session}` }
    const response = await call('GET', '/api/users/ada', { headers })
    expect(response.status).toBe(401)
    const lines = response.headers.getSetCookie()
    const names = Object.values(sessionCookie).map((each) => `${each}=; Expires`)
    expect(lines.every((line) => names.some((start) => line.startsWith(start)))).toBe(true)
    expect(lines.some((line) => line.startsWith(`${name}=; Expires`))).toBe(true)
    if (new URL(api).protocol === 'https:') {
      // Nobody can plant one: `__Host-` forbids `Domain` and any other path.
      expect(lines).toHaveLength(2)
      return
    }
    expect(lines.some((line) => line.includes('Path=/api/users/ada'))).toBe(true)
    const parent = new URL(apiOrigin()).hostname.split('.').slice(1).join('.')
    if (parent.includes('.')) expect(lines.some((line) => line.includes(`Domain=${parent};`))).toBe(true)
  })

  test('never sets one for a domain', async () => {
    const page = new Page()
    const answers = [
      await page.send('GET', '/api/auth/csrf'),
      await page.signIn(),
      await page.send('GET', '/api/auth/session'),
    ]
    for (const cookie of answers.flatMap(setBy)) {
      expect(cookie.attributes.filter((attribute) => /^domain=/i.test(attribute))).toEqual([])
    }
  })

  test('is not disturbed by the cookies of another app on the same host', async () => {
    const page = new Page()
    await page.signIn()
    page.jar.set(`${name}_id`, 'of another app')
    page.jar.set(`${name}.1`, 'like a piece of ours')
    const response = await page.send('GET', '/api/auth/session')
    expect(await response.json()).toMatchObject({ user: { username: 'ada' } })
    await page.signOut()
    const headers = { origin: dashboardOrigin(), cookie: `${name}=${page.session}` }
    expect((await call('GET', '/api/sessions', { headers })).status).toBe(401)
  })
})

/** The two forms that browsers keep side by side, because a partition is part of a cookie's place. */
const strict = { DASHBOARD_ORIGIN: 'https://app.example.com', ALLOWED_ORIGINS: '' }
const crossSite = {
  DASHBOARD_ORIGIN: 'https://app.example.com',
  ALLOWED_ORIGINS: 'https://app.example.com,https://partner.example',
}

describe.each([
  ['the first cross-site origin is allowed', strict, crossSite, 'strict', 'partitioned'],
  ['the last cross-site origin is gone', crossSite, strict, 'partitioned', 'strict'],
] as const)('when %s', (_, before, after, oldForm, newForm) => {
  const to = (environment: typeof strict) =>
    configure({ API_ORIGIN: 'https://api.example.com', ...environment })
  const account = { username: 'ada', password: 'analytical-engine' }

  test('who is signed in stays signed in, and has one cookie of the new form after a renewal', async () => {
    to(before)
    const page = new Page()
    await page.signIn(account)
    expect([...page.jar.keys()]).toContain(sessionCookie[oldForm])
    to(after)
    expect((await page.send('GET', '/api/users/ada')).status).toBe(200)
    expect(await (await page.send('GET', '/api/auth/session')).json()).toMatchObject({
      user: { username: 'ada' },
    })
    const sessions = [...page.jar.keys()].filter((name) => name.endsWith('session'))
    expect(sessions).toEqual([sessionCookie[newForm]])
    expect((await page.send('GET', '/api/users/ada')).status).toBe(200)
  })

  test('a cookie of the old form is in nobody’s way, genuine, expired or planted', async () => {
    for (const leftover of ['genuine', 'forged'] as const) {
      to(before)
      const page = new Page()
      await page.signIn(account)
      const old = leftover === 'genuine' ? page.session : 'forged'
      page.jar.delete(sessionCookie[oldForm])
      to(after)
      // In another partition: the browser sends both from now on.
      expect((await page.signIn(account)).status).toBe(200)
      page.jar.set(sessionCookie[oldForm], old)
      expect((await page.send('GET', '/api/users/ada')).status, leftover).toBe(200)
      await page.send('GET', '/api/auth/session')
      expect([...page.jar.keys()], leftover).not.toContain(sessionCookie[oldForm])
    }
  })

  test('signing out deletes the cookies of both forms', async () => {
    to(before)
    const page = new Page()
    await page.signIn(account)
    const old = page.session
    to(after)
    await page.signIn(account)
    page.jar.set(sessionCookie[oldForm], old)
    await page.signOut()
    expect(page.session).toBe('')
  })
})

test('over https a session cookie without the __Host- prefix is never read, because a sibling can plant it', async () => {
  configure({ API_ORIGIN: 'https://api.example.com', ...crossSite })
  const page = new Page()
  await page.signIn()
  const headers = { origin: dashboardOrigin(), cookie: `${sessionCookie.lax}=${page.session}` }
  const response = await call('GET', '/api/users/ada', { headers })
  expect([response.status, (await problemOf(response)).code]).toEqual([401, 'not_signed_in'])
})
