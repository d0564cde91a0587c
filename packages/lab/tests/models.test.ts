import { compilePolicy, decide } from '@next-cross-origin/cors'
import { describe, expect, it } from 'vitest'
import { cookieFate } from '../src/cookie-fate.ts'
import { engineOf } from '../src/engine.ts'
import { extraOrigins } from '../src/extra-origins.ts'
import { mayAnswerFromCache, preflightIsRemembered } from '../src/memory.ts'
import { type DescribedRequest, describedRequest, forecast } from '../src/own-request.ts'

describe('what becomes of a cookie', () => {
  const page = 'https://app.example.com'
  const https = { url: 'https://api.example.com/', page, sameSite: true, engine: 'chromium' } as const
  const crossSite = { ...https, url: 'https://api.example.net/', sameSite: false } as const
  const http = { ...https, url: 'http://api.example.com/', page: 'http://app.example.com' } as const
  const local = { ...http, url: 'http://localhost:4000/', page: 'http://localhost:3000' } as const
  const localCrossSite = { ...local, url: 'http://127.0.0.1:4000/', sameSite: false } as const
  it.each([
    ['a=1; SameSite=Lax', http, 'sent'],
    ['a=1; SameSite=Strict', https, 'sent'],
    ['a=1; SameSite=Lax', crossSite, 'kept-back'],
    ['a=1', crossSite, 'kept-back'],
    ['a=1; SameSite=Lax', { ...https, page: 'http://app.example.com' }, 'kept-back'],
    ['a=1; SameSite=None', https, 'kept-back'],
    ['a=1; SameSite=None; Secure', https, 'sent'],
    ['a=1; SameSite=None; Secure', http, 'kept-back'],
    ['a=1; SameSite=None; Secure', local, 'sent'],
    ['a=1; SameSite=None; Secure', { ...local, engine: 'webkit' }, 'kept-back'],
    ['a=1; SameSite=None; Secure', localCrossSite, 'depends'],
    ['a=1; samesite=none; secure; partitioned', crossSite, 'sent'],
    ['a=1; SameSite=None; Partitioned', crossSite, 'kept-back'],
  ] as const)('%s', (cookie, situation, fate) => {
    expect(cookieFate(cookie, situation).fate).toBe(fate)
  })
})

describe('what a browser remembers', () => {
  it.each([
    [null, true],
    ['0', false],
    ['7200', true],
    ['soon', true],
  ])('a permission with Max-Age %s: %s', (value, expected) => {
    expect(preflightIsRemembered(value === null ? [] : [['access-control-max-age', value]])).toBe(expected)
  })

  it.each([
    ['max-age=60', '', true],
    ['no-store', '', false],
    ['max-age=0', '', false],
    ['public, max-age=60', 'Origin', false],
    ['max-age=60', 'accept-encoding, origin', false],
    ['max-age=60', 'Accept-Language', true],
  ])('an answer with %s that varies on "%s": %s', (cacheControl, vary, expected) => {
    const answer = [
      ['Cache-Control', cacheControl],
      ['Vary', vary],
    ] as const
    expect(mayAnswerFromCache(answer, [], [['Origin', 'https://app.example.com']])).toBe(expected)
  })
})

describe('a described request', () => {
  const policy = compilePolicy({
    origins: ['https://app.example.com', 'https://secret.example.com'],
    methods: ['PATCH'],
    requestHeaders: ['content-type'],
    credentials: true,
  })
  const described: DescribedRequest = {
    origin: 'https://app.example.com',
    path: '/api/users/ada',
    method: 'PATCH',
    headers: [['Content-Type', 'application/json']],
    credentials: 'include',
  }
  const ask = (change: Partial<DescribedRequest> = {}) =>
    forecast({ ...described, ...change }, policy, 'https://api.example.com')

  it('is decided by the policy itself, preflight first', () => {
    const { exchanges, verdict } = ask()
    expect(exchanges.map(({ purpose, answer }) => [purpose, answer.status])).toEqual([
      ['preflight', 204],
      ['request', 200],
    ])
    expect(exchanges[0]?.answer.headers).toEqual(
      decide(policy, {
        method: 'OPTIONS',
        headers: new Headers({
          origin: 'https://app.example.com',
          'access-control-request-method': 'PATCH',
          'access-control-request-headers': 'content-type',
        }),
      }).headers,
    )
    expect(verdict.allowed).toBe(true)
  })

  it.each([
    [{ origin: 'https://evil.example' }, 'origin_not_allowed', 'preflight-status'],
    [{ origin: 'null' }, 'origin_null', 'preflight-status'],
    [{ method: 'PUT' }, 'method_not_allowed', 'preflight-status'],
    [{ headers: [['X-Token', '1'] as [string, string]] }, 'header_not_allowed', 'preflight-status'],
    [
      { origin: 'https://evil.example', method: 'GET', headers: [] },
      'origin_not_allowed',
      'allow-origin-missing',
    ],
  ])('%j is denied', (change, decision, verdict) => {
    const result = ask(change)
    expect(result.exchanges.at(-1)?.decision.reason).toBe(decision)
    expect(result.verdict).toMatchObject({ allowed: false, reason: verdict })
  })

  it('from the API’s own origin is no CORS request', () => {
    const { exchanges, verdict } = ask({ origin: 'https://api.example.com' })
    expect(exchanges.map(({ decision }) => decision.reason)).toEqual(['no_origin'])
    expect(verdict.reason).toBe('same-origin')
  })

  it('that no browser would send reaches nobody', () => {
    expect(ask({ method: 'TRACE' })).toMatchObject({ exchanges: [], verdict: { reason: 'forbidden-method' } })
  })

  it('learns nothing of the allowlist but the entry that admits it', () => {
    expect(JSON.stringify(ask({ origin: 'https://evil.example' }))).not.toContain('secret.example.com')
  })

  it.each([
    [{ path: 'https://evil.example/' }],
    [{ path: '/api/../x y' }],
    [{ headers: Array.from({ length: 17 }, () => ['a', 'b']) }],
    [{ origin: 'x'.repeat(301) }],
    [{ credentials: 'same-origin' }],
    [{ more: true }],
  ])('is refused with %j', (change) => {
    expect(describedRequest.safeParse({ ...described, ...change }).success).toBe(false)
  })
})

describe('the lab’s other origins', () => {
  it.each([
    ['http://localhost:4000', 'http://127.0.0.1:4000', 'http://localhost:61999'],
    ['http://127.0.0.1:4000', 'http://localhost:4000', 'http://127.0.0.1:61999'],
    ['http://api.acme.localhost:4000', 'http://127.0.0.1:4000', 'http://api.acme.localhost:61999'],
    ['https://localhost:4000', null, 'https://localhost:61999'],
    ['https://api.example.com', null, 'https://down.invalid'],
  ])('of %s are %s and %s', (apiOrigin, third, down) => {
    expect(extraOrigins(apiOrigin)).toEqual({ third, down })
  })
})

it.each([
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
    'chromium',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 'firefox'],
  ['Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15', 'webkit'],
  ['curl/8', 'standard'],
])('%s is %s', (userAgent, engine) => {
  expect(engineOf(userAgent)).toBe(engine)
})
