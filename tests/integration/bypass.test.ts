import { beforeAll, describe, expect, test } from 'vitest'
import { maxBodyBytes } from '@/lib/gate/problem'
import { type Method, type Route, routes } from '@/lib/gate/routes'
import { type Sent, sessionCookie } from '../api-page'
import { call, dashboardOrigin, Page, problemOf, routeFiles, signedIn } from './api'
import { contents } from './database'

/** The middleware does not run here: what is refused, the handlers refuse. */

const unsafe = (method: Method) => !['GET', 'HEAD'].includes(method)
const concrete = (path: string) =>
  path.replace('{username}', 'ada').replace('{id}', '00000000-0000-4000-8000-000000000000')

const each = (methodsOf: (route: Route) => readonly Method[]) =>
  routes.flatMap((route) =>
    methodsOf(route).map((method) => ({ method, path: concrete(route.path), session: route.session })),
  )
const all = each(({ methods }) => methods)
const changing = all.filter(({ method }) => unsafe(method))
const withBody = changing.filter(({ method }) => method !== 'DELETE')
const withSession = all.filter(({ session }) => session === 'required')
const lookingAtSession = all.filter(({ session }) => session !== 'none')

let page: Page

beforeAll(async () => {
  page = await signedIn()
})

/** A request that would do what the route is for, but for `headers`. */
function request(
  method: Method,
  { cookie = `${sessionCookie.lax}=${page.session}`, ...headers }: Record<string, string> = {},
): Sent {
  const common = { origin: dashboardOrigin(), ...(cookie ? { cookie } : {}) }
  if (!unsafe(method)) return { headers: { ...common, ...headers } }
  const json = {
    displayName: 'Mallory',
    username: 'mallory',
    password: 'a long enough password',
    csrfToken: '',
  }
  return { json, headers: { ...common, ...headers } }
}

async function refuses(method: Method, path: string, sent: Sent, status: number, code: string) {
  const before = await contents()
  const response = await call(method, path, sent)
  expect(response.status).toBe(status)
  expect(response.headers.get('vary')?.toLowerCase()).toContain('origin')
  expect(response.headers.get('x-request-id')).toMatch(/\S/)
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect((await problemOf(response)).code).toBe(code)
  expect(await contents()).toEqual(before)
  return response
}

test('every route file has a line in the route table, and every line a file', () => {
  const files = routeFiles.map(({ path }) => path).filter((path) => !path.startsWith('/[['))
  expect(files.toSorted()).toEqual(routes.map(({ path }) => path).toSorted())
})

describe.each(all)('$method $path', ({ method, path }) => {
  test.each([
    ['a foreign origin', 'https://evil.example', 'origin_not_allowed'],
    ['the null origin', 'null', 'origin_not_allowed'],
    ['an origin in another case', 'HTTP://LOCALHOST:3000', 'origin_not_allowed'],
    ['the same host on another port', 'http://localhost:3001', 'origin_not_allowed'],
  ])('refuses %s, and says nothing to its scripts', async (_, origin, code) => {
    const response = await refuses(method, path, request(method, { origin }), 403, code)
    const names = [...response.headers.keys()]
    expect(names.filter((name) => name.startsWith('access-control-'))).toEqual([])
  })

  test('answers a preflight itself', async () => {
    const headers = {
      'access-control-request-method': method,
      'access-control-request-headers': 'content-type',
    }
    const allowed = await call('OPTIONS', path, { headers: { ...headers, origin: dashboardOrigin() } })
    expect(allowed.status).toBe(204)
    expect(allowed.headers.get('access-control-allow-origin')).toBe(dashboardOrigin())
    const denied = await call('OPTIONS', path, { headers: { ...headers, origin: 'https://evil.example' } })
    expect(denied.status).toBe(403)
    expect(denied.headers.has('access-control-allow-origin')).toBe(false)
  })

  test('does not answer PUT', async () => {
    const sent = { json: {}, headers: { origin: dashboardOrigin() } }
    await refuses('PUT' as Method, path, sent, 405, 'method_not_allowed')
  })
})

test.each(changing)('$method $path refuses cookies without an origin', async ({ method, path }) => {
  const { origin: _, ...headers } = request(method).headers ?? {}
  await refuses(method, path, { ...request(method), headers }, 403, 'origin_required')
})

describe.each(withBody)('$method $path', ({ method, path }) => {
  test.each([
    ['text/plain', 'text/plain'],
    ['a form', 'application/x-www-form-urlencoded'],
    ['a form with files', 'multipart/form-data; boundary=x'],
    ['two types', 'text/plain, application/json'],
    ['a type that only starts like JSON', 'application/jsonp'],
  ])('refuses JSON that comes as %s', async (_, type) => {
    const { json, headers } = request(method)
    const sent = { body: JSON.stringify(json), headers: { ...headers, 'content-type': type } }
    await refuses(method, path, sent, 415, 'unsupported_media_type')
  })

  test('refuses a body without a type', async () => {
    const { json, headers = {} } = request(method)
    const sent = { body: new TextEncoder().encode(JSON.stringify(json)), headers }
    await refuses(method, path, sent, 415, 'unsupported_media_type')
  })

  test('refuses a body that is too large, declared or not', async () => {
    const declared = request(method, { 'content-length': String(maxBodyBytes + 1) })
    await refuses(method, path, declared, 413, 'payload_too_large')
    const counted = { ...request(method), json: { csrfToken: 'x'.repeat(maxBodyBytes) } }
    await refuses(method, path, counted, 413, 'payload_too_large')
  })
})

describe.each(withSession)('$method $path', ({ method, path }) => {
  test('refuses a request without a session', async () => {
    await refuses(method, path, request(method, { cookie: '' }), 401, 'not_signed_in')
  })

  test('refuses a session that was revoked', async () => {
    const other = await signedIn()
    const cookie = `${sessionCookie.lax}=${other.session}`
    expect((await other.signOut()).status).toBe(200)
    await refuses(method, path, request(method, { cookie }), 401, 'session_invalid')
  })

  test('refuses to be embedded', async () => {
    await refuses(method, path, request(method, { 'sec-fetch-mode': 'no-cors' }), 403, 'embedding_refused')
  })
})

describe.each(lookingAtSession)('$method $path', ({ method, path }) => {
  test.each([
    ['forged', (genuine: string) => genuine.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A'))],
    ['empty', () => ''],
    ['not a token', () => 'signed-in'],
  ])('refuses a cookie that is %s, and deletes it', async (_, forge) => {
    const cookie = `${sessionCookie.lax}=${forge(page.session)}`
    const response = await refuses(method, path, request(method, { cookie }), 401, 'session_invalid')
    expect(response.headers.getSetCookie().join('\n')).toContain(`${sessionCookie.lax}=; Expires`)
  })

  test('refuses two session cookies, and deletes both', async () => {
    const cookie = `${sessionCookie.lax}=${page.session}; ${sessionCookie.lax}=${page.session}`
    const response = await refuses(method, path, request(method, { cookie }), 401, 'session_ambiguous')
    expect(response.headers.getSetCookie().join('\n')).toContain(`${sessionCookie.lax}=; Expires`)
  })
})

test.each(['/', '/api', '/api/nothing', '/api/users/ada/nothing', '/.env'])('%s is a 404', async (path) => {
  await refuses('GET', path, request('GET'), 404, 'not_found')
})

test('a person cannot change the account of another', async () => {
  for (const [method, path, json] of [
    ['PATCH', '/api/users/grace', { displayName: 'Mallory' }],
    ['PATCH', '/api/users/grace/password', { currentPassword: 'x', newPassword: 'a long enough password' }],
  ] as const) {
    await refuses(method, path, { ...request(method), json }, 403, 'forbidden')
  }
})

test('the session of another cannot be ended, nor told from one that is not there', async () => {
  const other = new Page()
  const account = { username: 'mary-shelley', password: 'modern prometheus' }
  const created = await call('POST', '/api/users', { json: account, headers: { origin: dashboardOrigin() } })
  expect(created.status).toBe(201)
  await other.signIn(account)
  const { sessionId } = (await (await other.send('GET', '/api/auth/session')).json()) as { sessionId: string }
  await refuses('DELETE', `/api/sessions/${sessionId}`, request('DELETE'), 404, 'not_found')
  await refuses('DELETE', '/api/sessions/not-an-id', request('DELETE'), 404, 'not_found')
})
