import { beforeAll, describe, expect, test } from 'vitest'
import type { Method } from '@/lib/contract/routes'
import { bodyOf, methodsOf } from '@/lib/gate/routes'
import { type Sent, sessionCookie } from '../api-page'
import { call, dashboardOrigin, Page, problemOf, routeFiles, signedIn } from './api'
import { contractRoutes, examplePath, examplesOf } from './contract'
import { contents } from './database'

/** The middleware does not run here: what is refused, the handlers refuse. */

interface Case {
  method: string
  path: string
  session: string
  isPublic: boolean
  /** JSON that the method would take. */
  json: object
  maxBytes: number | undefined
  /** A type of body that it takes. */
  type: string | undefined
}

const all: readonly Case[] = contractRoutes.flatMap((route) =>
  methodsOf(route).map((method) => {
    const schemas = route.schemas[method as Method]
    return {
      method,
      path: examplePath(route),
      session: route.session,
      isPublic: route.cors === 'public',
      json: schemas?.body ? examplesOf(schemas.body) : {},
      maxBytes: bodyOf(route, method)?.maxBytes,
      type: bodyOf(route, method)?.types[0],
    }
  }),
)
/** Describes what everybody may read has tests of its own: route-kinds.test.ts. */
const forAllowedOrigins = all.filter(({ isPublic }) => !isPublic)
const isUnsafe = (method: string) => !['GET', 'HEAD'].includes(method)
const changing = all.filter(({ method }) => isUnsafe(method))
const withBody = changing.filter(({ maxBytes }) => maxBytes !== undefined)
const withSession = all.filter(({ session }) => session === 'required')
const lookingAtSession = all.filter(({ session }) => session === 'optional' || session === 'required')
const withToken = all.filter(({ session }) => session === 'bearer')

let page: Page
let token: string

beforeAll(async () => {
  page = await signedIn()
  const made = await page.send('POST', '/api/tokens', { json: { name: 'for these tests', scope: 'write' } })
  token = ((await made.json()) as { token: string }).token
})

/** A request that would do what the route is for, but for `headers`. */
function request(
  { method, json, session }: Pick<Case, 'method' | 'json' | 'session'>,
  { cookie = `${sessionCookie.lax}=${page.session}`, ...headers }: Record<string, string> = {},
): Sent {
  const authorization = session === 'bearer' ? { authorization: `Bearer ${token}` } : {}
  const common = { origin: dashboardOrigin(), ...(cookie ? { cookie } : {}), ...authorization, ...headers }
  return isUnsafe(method) ? { json, headers: common } : { headers: common }
}

async function refuses(
  { method, path }: Pick<Case, 'method' | 'path'>,
  sent: Sent,
  status: number,
  code: string,
) {
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
  expect(files.toSorted()).toEqual(contractRoutes.map(({ path }) => path).toSorted())
})

describe.each(forAllowedOrigins)('$method $path', (target) => {
  test.each([
    ['a foreign origin', 'https://evil.example', 'origin_not_allowed'],
    ['the null origin', 'null', 'origin_not_allowed'],
    ['an origin in another case', 'HTTP://LOCALHOST:3000', 'origin_not_allowed'],
    ['the same host on another port', 'http://localhost:3001', 'origin_not_allowed'],
  ])('refuses %s, and says nothing to its scripts', async (_, origin, code) => {
    const response = await refuses(target, request(target, { origin }), 403, code)
    const names = [...response.headers.keys()]
    expect(names.filter((name) => name.startsWith('access-control-'))).toEqual([])
  })

  test('answers a preflight itself', async () => {
    const headers = {
      'access-control-request-method': target.method,
      'access-control-request-headers': 'content-type',
    }
    const allowed = await call('OPTIONS', target.path, { headers: { ...headers, origin: dashboardOrigin() } })
    expect(allowed.status).toBe(204)
    expect(allowed.headers.get('access-control-allow-origin')).toBe(dashboardOrigin())
    const denied = await call('OPTIONS', target.path, {
      headers: { ...headers, origin: 'https://evil.example' },
    })
    expect(denied.status).toBe(403)
    expect(denied.headers.has('access-control-allow-origin')).toBe(false)
  })

  test('does not answer a method that its route does not list', async () => {
    const offered = all.filter(({ path }) => path === target.path).map(({ method }) => method)
    const method = ['PUT', 'DELETE', 'PATCH'].find((other) => !offered.includes(other)) ?? ''
    const sent = { json: {}, headers: { origin: dashboardOrigin() } }
    await refuses({ ...target, method }, sent, 405, 'method_not_allowed')
  })
})

test.each(changing)('$method $path refuses cookies without an origin', async (target) => {
  const { origin: _, ...headers } = request(target).headers ?? {}
  await refuses(target, { ...request(target), headers }, 403, 'origin_required')
})

describe.each(withBody)('$method $path', (target) => {
  test.each([
    ['text/plain', 'text/plain'],
    ['a form', 'application/x-www-form-urlencoded'],
    ['a form with files', 'multipart/form-data; boundary=x'],
    ['two types', 'text/plain, application/json'],
    ['a type that only starts like JSON', 'application/jsonp'],
  ])('refuses JSON that comes as %s', async (_, type) => {
    const { json, headers } = request(target)
    const sent = { body: JSON.stringify(json), headers: { ...headers, 'content-type': type } }
    await refuses(target, sent, 415, 'unsupported_media_type')
  })

  test('refuses a body without a type', async () => {
    const { json, headers = {} } = request(target)
    const sent = { body: new TextEncoder().encode(JSON.stringify(json)), headers }
    await refuses(target, sent, 415, 'unsupported_media_type')
  })

  test('refuses a body that is too large, declared or not', async () => {
    const { maxBytes = 0 } = target
    const type = { 'content-type': target.type ?? '' }
    const declared = request(target, { ...type, 'content-length': String(maxBytes + 1) })
    await refuses(target, { ...declared, body: '{}', json: undefined }, 413, 'payload_too_large')
    const body = JSON.stringify({ csrfToken: 'x'.repeat(maxBytes) })
    await refuses(target, { ...request(target, type), body, json: undefined }, 413, 'payload_too_large')
  })
})

describe.each(withSession)('$method $path', (target) => {
  test('refuses a request without a session', async () => {
    await refuses(target, request(target, { cookie: '' }), 401, 'not_signed_in')
  })

  test('refuses a session that was revoked', async () => {
    const other = await signedIn()
    const cookie = `${sessionCookie.lax}=${other.session}`
    expect((await other.signOut()).status).toBe(200)
    await refuses(target, request(target, { cookie }), 401, 'session_invalid')
  })

  test('refuses to be embedded', async () => {
    await refuses(target, request(target, { 'sec-fetch-mode': 'no-cors' }), 403, 'embedding_refused')
  })
})

describe.each(withToken)('$method $path', (target) => {
  test('refuses a request without a token, whatever its cookies', async () => {
    await refuses(target, request(target, { authorization: '' }), 401, 'token_required')
  })

  test('refuses to be embedded', async () => {
    await refuses(target, request(target, { 'sec-fetch-mode': 'no-cors' }), 403, 'embedding_refused')
  })
})

describe.each(lookingAtSession)('$method $path', (target) => {
  test.each([
    ['forged', (genuine: string) => genuine.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A'))],
    ['empty', () => ''],
    ['not a token', () => 'signed-in'],
  ])('refuses a cookie that is %s, and deletes it', async (_, forge) => {
    const cookie = `${sessionCookie.lax}=${forge(page.session)}`
    const response = await refuses(target, request(target, { cookie }), 401, 'session_invalid')
    expect(response.headers.getSetCookie().join('\n')).toContain(`${sessionCookie.lax}=; Expires`)
  })

  test('refuses two session cookies, and deletes both', async () => {
    const cookie = `${sessionCookie.lax}=${page.session}; ${sessionCookie.lax}=${page.session}`
    const response = await refuses(target, request(target, { cookie }), 401, 'session_ambiguous')
    expect(response.headers.getSetCookie().join('\n')).toContain(`${sessionCookie.lax}=; Expires`)
  })
})

test.each(['/', '/api', '/api/nothing', '/api/users/ada/nothing', '/.env'])('%s is a 404', async (path) => {
  await refuses(
    { method: 'GET', path },
    request({ method: 'GET', json: {}, session: 'none' }),
    404,
    'not_found',
  )
})

const ofOwners = contractRoutes.flatMap((route) =>
  Object.entries(route.methods).flatMap(([method, { own }]) => (own ? [{ method, route, own }] : [])),
)

test.each(ofOwners)('$method $route.path is for the owner alone', async ({ method, route, own }) => {
  const [target] = all.filter((other) => other.method === method && other.path === examplePath(route))
  if (!target) throw new Error('Every method is a case.')
  const path = route.path.replace(`{${own}}`, 'grace')
  await refuses({ method, path }, request(target), 403, 'forbidden')
})

test('the session of another cannot be ended, nor told from one that is not there', async () => {
  const other = new Page()
  const account = { username: 'mary-shelley', password: 'modern prometheus' }
  const created = await call('POST', '/api/users', { json: account, headers: { origin: dashboardOrigin() } })
  expect(created.status).toBe(201)
  await other.signIn(account)
  const { sessionId } = (await (await other.send('GET', '/api/auth/session')).json()) as { sessionId: string }
  for (const id of [sessionId, 'not-an-id']) {
    const target = { method: 'DELETE', path: `/api/sessions/${id}`, json: {}, session: 'required' }
    await refuses(target, request(target), 404, 'not_found')
  }
})
