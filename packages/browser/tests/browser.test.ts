import { describe, expect, it } from 'vitest'
import {
  type Answer,
  type FetchRequest,
  isSafelistedRequestHeader,
  judge,
  normalizeMethod,
  relate,
  type SiteOf,
  unsafeRequestHeaderNames,
} from '../src/index.ts'

const origin = 'https://app.example.com'
const url = 'https://api.example.com/'
const siteOf: SiteOf = (host) => (/^[\d.]+$|^[^.]+$/.test(host) ? null : host.split('.').slice(-2).join('.'))

describe('how two URLs relate', () => {
  const table: readonly [a: string, b: string, differsBy: string[], sameSite: boolean][] = [
    ['https://a.test/x?y#z', 'https://a.test:443/other', [], true],
    ['https://a.test', 'http://a.test', ['scheme', 'port'], false],
    ['https://a.test', 'https://a.test:8443', ['port'], true],
    ['https://x.a.test', 'https://y.a.test', ['subdomain'], true],
    ['https://a.test', 'https://www.a.test', ['subdomain'], true],
    ['https://a.test', 'https://b.test', ['host'], false],
    ['http://127.0.0.1', 'http://127.0.0.2', ['host'], false],
    ['http://localhost:3000', 'http://localhost:4000', ['port'], true],
    ['https://A.test', 'https://a.test', [], true],
  ]
  it.each(table)('%s and %s', (a, b, differsBy, sameSite) => {
    expect(relate(a, b, siteOf)).toEqual({ sameOrigin: differsBy.length === 0, sameSite, differsBy })
  })

  it('an opaque origin is the same as no other, not even itself', () => {
    expect(relate('data:,a', 'data:,a', siteOf)).toMatchObject({ sameOrigin: false, sameSite: false })
  })
})

describe('methods', () => {
  it.each([
    ['get', 'GET'],
    ['pOsT', 'POST'],
    ['delete', 'DELETE'],
    ['patch', 'patch'],
    ['Query', 'Query'],
  ])('%s becomes %s', (method, normalized) => {
    expect(normalizeMethod(method)).toBe(normalized)
  })
})

describe('request headers that go without a preflight', () => {
  const table: readonly [name: string, value: string, isSafelisted: boolean][] = [
    ['Accept', 'a'.repeat(128), true],
    ['Accept', 'a'.repeat(129), false],
    ['Accept', 'a"b', false],
    ['Accept', 'a\tb', true],
    ['Accept-Language', 'en-GB, en;q=0.5', true],
    ['Accept-Language', 'en_GB', false],
    ['Content-Type', 'TEXT/plain; charset=utf-8', true],
    ['Content-Type', 'text/plain; a="b"', false],
    ['Content-Type', 'application/json', false],
    ['Content-Type', 'text/plain, application/json', false],
    ['Content-Type', '', false],
    ['Range', 'bytes=0-', true],
    ['Range', 'bytes=0-9', true],
    ['Range', 'bytes=9-0', false],
    ['Range', 'bytes=-9', false],
    ['Range', 'bytes=0-1,2-3', false],
    ['Authorization', 'x', false],
    ['X-Anything', '', false],
  ]
  it.each(table)('%s: %s → %s', (name, value, isSafelisted) => {
    expect(isSafelistedRequestHeader(name, value)).toBe(isSafelisted)
  })

  it('are at most 1024 bytes together', () => {
    const headers = (bytes: number) => [
      ...Array.from({ length: 8 }, () => ['Accept', 'a'.repeat(127)] as const),
      ['Accept-Language', 'a'.repeat(bytes)] as const,
    ]
    expect(unsafeRequestHeaderNames(headers(8))).toEqual([])
    expect(unsafeRequestHeaderNames(headers(9))).toEqual(['accept', 'accept-language'])
  })
})

describe('the verdict', () => {
  const answer = (status: number, ...headers: [string, string][]): Answer => ({
    type: 'response',
    status,
    headers,
  })
  const allowOrigin: [string, string] = ['Access-Control-Allow-Origin', origin]
  const allowCredentials: [string, string] = ['Access-Control-Allow-Credentials', 'true']
  const put: Partial<FetchRequest> = { method: 'PUT' }
  const bearer: Partial<FetchRequest> = { headers: [['Authorization', 'Bearer x']] }
  const include: Partial<FetchRequest> = { credentials: 'include' }
  const table: readonly [name: string, request: Partial<FetchRequest>, answers: Answer[], verdict: string][] =
    [
      ['same origin needs nothing', { url: `${origin}/x` }, [answer(200)], 'response: same-origin'],
      ['the origin itself', {}, [answer(200, allowOrigin)], 'response: cors-allowed'],
      ['no header', {}, [answer(200)], 'response: allow-origin-missing'],
      ['*', {}, [answer(200, ['access-control-allow-origin', '*'])], 'response: cors-allowed'],
      [
        '* with credentials',
        include,
        [answer(200, ['access-control-allow-origin', '*'], allowCredentials)],
        'response: allow-origin-wildcard-with-credentials',
      ],
      ['two lines', {}, [answer(200, allowOrigin, allowOrigin)], 'response: allow-origin-multiple'],
      ['no word on credentials', include, [answer(200, allowOrigin)], 'response: allow-credentials-missing'],
      [
        'True',
        include,
        [answer(200, allowOrigin, ['Access-Control-Allow-Credentials', 'True'])],
        'response: allow-credentials-not-true',
      ],
      ['an error that may be read', {}, [answer(500, allowOrigin)], 'response: cors-allowed'],
      ['a preflight with 404', put, [answer(404, allowOrigin)], 'preflight: preflight-status'],
      ['a preflight that redirects', put, [answer(307, allowOrigin)], 'preflight: preflight-redirect'],
      ['a method not listed', put, [answer(204, allowOrigin)], 'preflight: method-not-allowed'],
      [
        '* as method',
        put,
        [answer(204, allowOrigin, ['Access-Control-Allow-Methods', '*']), answer(200, allowOrigin)],
        'response: cors-allowed',
      ],
      [
        '* as method, with credentials',
        { ...put, ...include },
        [answer(204, allowOrigin, allowCredentials, ['Access-Control-Allow-Methods', '*'])],
        'preflight: method-wildcard-with-credentials',
      ],
      [
        'a list that is none',
        put,
        [answer(204, allowOrigin, ['Access-Control-Allow-Methods', 'PUT, a b'])],
        'preflight: allow-methods-malformed',
      ],
      [
        '* never covers Authorization',
        bearer,
        [answer(204, allowOrigin, ['Access-Control-Allow-Headers', '*'])],
        'preflight: authorization-not-listed',
      ],
      [
        'a redirect to a third origin',
        {},
        [answer(302, allowOrigin, ['Location', 'https://third.example/']), answer(200, allowOrigin)],
        'response: allow-origin-not-null-after-redirect',
      ],
      [
        'a redirect with user name',
        {},
        [answer(302, allowOrigin, ['Location', 'https://u@api.example.com/'])],
        'redirect: redirect-with-credentials',
      ],
      [
        'a redirect out of http',
        {},
        [answer(302, allowOrigin, ['Location', 'data:,x'])],
        'redirect: redirect-scheme',
      ],
      ['a redirect to nowhere', {}, [answer(302, allowOrigin)], 'response: cors-allowed'],
      [
        '21 redirects',
        {},
        Array.from({ length: 21 }, () => answer(302, allowOrigin, ['Location', '/'])),
        'redirect: redirect-limit',
      ],
      ['no answer', {}, [], 'response: no-response'],
      ['http from https', { url: 'http://api.example.com/' }, [], 'request: mixed-content'],
      [
        'loopback from https',
        { url: 'http://localhost:4000/' },
        [answer(200, allowOrigin)],
        'response: cors-allowed',
      ],
      ['a bad port', { url: 'https://api.example.com:6000/' }, [], 'request: bad-port'],
      ['TRACE', { method: 'trace' }, [], 'request: forbidden-method'],
      ['no-cors', { mode: 'no-cors' }, [answer(200)], 'response: opaque-response'],
    ]
  it.each(table)('%s', (_name, request, answers, expected) => {
    const { stage, reason, step } = judge({ url, origin, ...request }, answers)
    expect(`${stage}: ${reason}`).toBe(expected)
    expect(step).toMatch(/§/)
  })

  it('rests on the header that decided', () => {
    const { evidence } = judge({ url, origin }, [answer(200, ['Access-Control-Allow-Origin', `${origin}/`])])
    expect(evidence).toEqual({ header: 'Access-Control-Allow-Origin', value: `${origin}/`, expected: origin })
  })

  it('sends an origin of null after a redirect from one foreign origin to another, and no Authorization', () => {
    const allowed: [string, string] = ['Access-Control-Allow-Headers', 'authorization']
    const { sent } = judge({ url, origin, ...bearer }, [
      answer(204, allowOrigin, allowed),
      answer(307, allowOrigin, ['Location', 'https://third.example/']),
    ])
    expect(sent.map(({ url: to, headers }) => [to, Object.fromEntries(headers)])).toMatchObject([
      [url, { Origin: origin, 'Access-Control-Request-Headers': 'authorization' }],
      [url, { Origin: origin, Authorization: 'Bearer x' }],
      ['https://third.example/', { Origin: 'null' }],
    ])
    expect(sent.at(-1)?.headers).toHaveLength(1)
  })

  it('shows the page what is safelisted or exposed, and Set-Cookie never', () => {
    const headers: [string, string][] = [
      allowOrigin,
      ['Content-Type', 'text/plain'],
      ['X-Shown', '1'],
      ['X-Hidden', '2'],
      ['Set-Cookie', 'a=b'],
      ['Access-Control-Expose-Headers', 'X-Shown, Set-Cookie'],
    ]
    expect(judge({ url, origin }, [answer(200, ...headers)]).response?.headers).toEqual([
      ['content-type', 'text/plain'],
      ['x-shown', '1'],
    ])
  })
})
