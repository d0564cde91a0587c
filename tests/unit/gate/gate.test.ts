import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { toResponse } from '@/lib/gate/answer'
import { type GateResult, gate } from '@/lib/gate/gate'
import type { GateSettings } from '@/lib/gate/settings'
import { type SessionClaims, signToken } from '@/lib/session/token'
import { sessionCookie } from '@/tests/api-page'
import { apiOrigin, app, evil, settingsFor } from './settings'

let settings: GateSettings
let development: GateSettings
let cookie: string
let claims: SessionClaims

beforeAll(async () => {
  settings = await settingsFor()
  development = await settingsFor({ production: false })
  claims = { userId: crypto.randomUUID(), sessionId: crypto.randomUUID() }
  cookie = `${sessionCookie.strict}=${await signToken(claims, new Date(Date.now() + 60_000), settings.tokens)}`
})

beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation(() => {})
})

type HeaderLines = Readonly<Record<string, string>>

async function ask(
  method: string,
  path: string,
  headers: HeaderLines = {},
  known = settings,
): Promise<GateResult> {
  return gate({ method, url: `${apiOrigin}${path}`, headers: new Headers(headers) }, known)
}

/** The status of an answer and the code of its problem, or that the request passed. */
async function outcome(result: GateResult): Promise<string> {
  if (result.passed) return 'passed'
  const response = toResponse(result.reply)
  const text = await response.text()
  const problem: { code?: string } = text === '' ? {} : JSON.parse(text)
  return [response.status, ...(problem.code === undefined ? [] : [problem.code])].join(' ')
}

const json = { 'content-type': 'application/json' }

describe('who may call', () => {
  const rows: [title: string, method: string, path: string, headers: HeaderLines, expected: string][] = [
    ['an allowed origin', 'GET', '/api/health', { origin: app }, 'passed'],
    ['a foreign origin', 'GET', '/api/health', { origin: evil }, '403 origin_not_allowed'],
    ['the null origin', 'GET', '/api/health', { origin: 'null' }, '403 origin_not_allowed'],
    [
      'a foreign origin, whatever is at the address',
      'GET',
      '/nope',
      { origin: evil },
      '403 origin_not_allowed',
    ],
    [
      'a foreign preflight',
      'OPTIONS',
      '/api/health',
      { origin: evil, 'access-control-request-method': 'PATCH' },
      '403',
    ],
    [
      'a preflight, whatever is at the address',
      'OPTIONS',
      '/nope',
      { origin: app, 'access-control-request-method': 'PATCH' },
      '204',
    ],
    ['OPTIONS that is no preflight', 'OPTIONS', '/api/health', { origin: app }, '204'],
    ['OPTIONS where there is nothing', 'OPTIONS', '/nope', { origin: app }, '404 not_found'],
    ["the API's own origin", 'GET', '/api/health', { origin: apiOrigin }, 'passed'],
    [
      "the API's own origin, changing something",
      'POST',
      '/api/users',
      { origin: apiOrigin, ...json, cookie: 'x=y' },
      'passed',
    ],
    [
      "the API's own origin with a form",
      'POST',
      '/api/users',
      { origin: apiOrigin, 'content-type': 'text/plain' },
      '415 unsupported_media_type',
    ],
    [
      "a neighbour of the API's own origin",
      'GET',
      '/api/health',
      { origin: `${apiOrigin}:8443` },
      '403 origin_not_allowed',
    ],
  ]
  test.each(rows)('%s: %s %s', async (_title, method, path, headers, expected) => {
    expect(await outcome(await ask(method, path, headers))).toBe(expected)
  })

  test("the API's own origin is no CORS request: the answer grants nothing", async () => {
    const result = await ask('GET', '/api/users/ada', { origin: apiOrigin })
    if (result.passed) throw new Error('There was no session.')
    expect(
      [...toResponse(result.reply).headers.keys()].filter((name) => name.startsWith('access-control-')),
    ).toEqual([])
  })
})

describe('what only a browser sends must come with an origin', () => {
  const forged = '403 origin_required'
  const rows: [title: string, method: string, headers: HeaderLines, expected: string][] = [
    ['a cookie and no origin', 'POST', { ...json, cookie: 'x=y' }, forged],
    ['an empty cookie and no origin', 'POST', { ...json, cookie: '' }, forged],
    ['another site and no origin', 'POST', { ...json, 'sec-fetch-site': 'cross-site' }, forged],
    ['neither', 'POST', json, 'passed'],
    ['the same site and no cookie', 'POST', { ...json, 'sec-fetch-site': 'same-site' }, 'passed'],
    ['a cookie with an origin', 'POST', { ...json, cookie: 'x=y', origin: app }, 'passed'],
    ['a cookie and no origin, with a method nobody offers', 'FROB', { cookie: 'x=y' }, forged],
  ]
  test.each(rows)('%s: %s', async (_title, method, headers, expected) => {
    expect(await outcome(await ask(method, '/api/users', headers))).toBe(expected)
  })
})

describe('what changes something must force a preflight', () => {
  const refused = '415 unsupported_media_type'
  const rows: [type: string | null, expected: string][] = [
    ['application/json', 'passed'],
    ['application/json; charset=utf-8', 'passed'],
    ['APPLICATION/JSON', 'passed'],
    ['text/plain', refused],
    ['text/plain; application/json', refused],
    ['application/x-www-form-urlencoded', refused],
    ['multipart/form-data; boundary=x', refused],
    ['application/json, text/plain', refused],
    ['text/plain, application/json', refused],
    ['application/jsonx', refused],
    ['', refused],
    [null, refused],
  ]
  test.each(rows)('POST with content-type %j: %s', async (type, expected) => {
    const headers = { origin: app, ...(type === null ? {} : { 'content-type': type }) }
    expect(await outcome(await ask('POST', '/api/users', headers))).toBe(expected)
  })

  test('another method forces one by itself', async () => {
    expect(await outcome(await ask('DELETE', '/api/sessions', { origin: app, cookie }))).toBe('passed')
  })

  test('a header that forces a preflight does not make up for the type', async () => {
    for (const name of ['x-auth-return-redirect', 'x-request-id']) {
      const headers = { origin: app, 'content-type': 'text/plain', [name]: '1' }
      expect(await outcome(await ask('POST', '/api/users', headers))).toBe(refused)
    }
  })

  test('a length over the limit is refused before the body', async () => {
    const post = (length: number) =>
      ask('POST', '/api/users', { origin: app, ...json, 'content-length': String(length) })
    expect(await outcome(await post(1_048_576))).toBe('passed')
    expect(await outcome(await post(1_048_577))).toBe('413 payload_too_large')
  })
})

describe('sessions', () => {
  const rows: [title: string, method: string, path: string, headers: HeaderLines, expected: string][] = [
    ['none where one is needed', 'GET', '/api/users/ada', {}, '401 not_signed_in'],
    ['none where one is optional', 'GET', '/api/auth/session', {}, 'passed'],
    ['a forged one', 'GET', '/api/users/ada', { cookie: `${sessionCookie.strict}=x` }, '401 session_invalid'],
    [
      'a forged one where one is optional',
      'GET',
      '/api/auth/session',
      { cookie: `${sessionCookie.strict}=x` },
      '401 session_invalid',
    ],
    [
      'a forged one where none is looked at',
      'GET',
      '/api/health',
      { cookie: `${sessionCookie.strict}=x` },
      'passed',
    ],
    [
      'two',
      'GET',
      '/api/users/ada',
      { cookie: `${sessionCookie.strict}=x; ${sessionCookie.strict}=y` },
      '401 session_ambiguous',
    ],
    [
      'a private read embedded without CORS',
      'GET',
      '/api/users/ada',
      { 'sec-fetch-mode': 'no-cors' },
      '403 embedding_refused',
    ],
    [
      'a public read embedded without CORS',
      'GET',
      '/api/users/ada/avatar',
      { 'sec-fetch-mode': 'no-cors' },
      'passed',
    ],
    ['a name that is longer than any', 'GET', `/api/users/${'a'.repeat(65)}`, {}, '404 not_found'],
  ]
  test.each(rows)('%s', async (_title, method, path, headers, expected) => {
    expect(await outcome(await ask(method, path, headers))).toBe(expected)
  })

  test('a genuine one passes with what it says', async () => {
    const result = await ask('GET', '/api/users/ada', { origin: app, cookie })
    expect(result).toMatchObject({ passed: true, claims })
  })

  test.each([
    ['/api/users/ada', {}],
    ['/api/users/ada', { cookie: `${sessionCookie.strict}=x` }],
    ['/api/sessions', { origin: evil }],
    ['/api/nope', {}],
  ])('no cache keeps the refusal at %s', async (path, headers) => {
    const result = await ask('GET', path, headers)
    expect(result.passed ? null : toResponse(result.reply).headers.get('cache-control')).toBe('no-store')
  })
})

describe('a denial', () => {
  test('says which rule denied it, and nothing of the other origins', async () => {
    const result = await ask('GET', '/api/health', { origin: evil })
    const text = result.passed ? '' : await toResponse(result.reply).text()
    expect(JSON.parse(text)).toMatchObject({
      code: 'origin_not_allowed',
      reason: 'origin_not_allowed',
      status: 403,
    })
    expect(text).toContain('ALLOWED_ORIGINS')
    expect(text).not.toMatch(/app\.example|localhost|preview/)
  })

  test('explains itself in a header in development, for requests and preflights, and only there', async () => {
    const preflight = { origin: app, 'access-control-request-method': 'REPORT' }
    const header = async (method: string, headers: HeaderLines, known: GateSettings) => {
      const result = await ask(method, '/api/health', headers, known)
      return result.passed ? null : toResponse(result.reply).headers.get('x-cors-explanation')
    }
    expect(await header('GET', { origin: evil }, development)).toBe(
      'request denied: Origin `https://evil.example` is not in ALLOWED_ORIGINS; to change it: add `https://evil.example` to ALLOWED_ORIGINS',
    )
    expect(await header('OPTIONS', preflight, development)).toMatch(/^preflight denied: .*`REPORT`/)
    expect(await header('GET', { origin: evil }, settings)).toBeNull()
    expect(await header('OPTIONS', preflight, settings)).toBeNull()
    expect(await header('GET', { origin: app, 'sec-fetch-mode': 'cors' }, development)).toBeNull()
  })
})

describe('X-Request-Id', () => {
  test.each([
    ['abc-1.2_3', true],
    ['a'.repeat(128), true],
    ['a'.repeat(129), false],
    ['a, b', false],
    ['a b', false],
    ['é', false],
  ])('%j is kept: %s', async (sent, kept) => {
    const result = await ask('GET', '/api/health', { 'x-request-id': sent })
    const id = result.passed ? result.answer.requestId : ''
    if (kept) expect(id).toBe(sent)
    else expect(id).toMatch(/^[\da-f-]{36}$/)
  })
})
