import { describe, expect, test } from 'vitest'
import { type CorsRequest, compilePolicy, decide } from '../src/index.ts'

const policy = compilePolicy({
  origins: [
    'https://app.example.com',
    'http://localhost:3000',
    'https://a_b.example.com',
    'https://*.preview.example.com',
    'https://**.deep.example.com',
    'https://ports.example.com:*',
    'https://*.ports.example.com:*',
    'https://**.ports.example.com:8443',
    'http://127.0.0.1:*',
    'http://[::1]:*',
  ],
  methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
  requestHeaders: ['Content-Type', 'x-auth-return-redirect', 'x-request-id'],
  exposedHeaders: ['x-request-id', 'retry-after'],
  credentials: true,
  maxAgeSeconds: 7200,
})

const ORIGIN = 'https://app.example.com'
const VARY = ['vary', 'Origin']
const VARY_OPTIONS = ['vary', 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers']
const PREFLIGHT_ANSWER = [
  ['access-control-allow-origin', ORIGIN],
  ['access-control-allow-credentials', 'true'],
  ['access-control-allow-methods', 'GET,HEAD,POST,PATCH,DELETE'],
  ['access-control-allow-headers', 'content-type,x-auth-return-redirect,x-request-id'],
  ['access-control-max-age', '7200'],
  VARY_OPTIONS,
]

const get = (origin: string): CorsRequest => ({ method: 'GET', headers: new Headers({ origin }) })

function preflight(method: string, ...lists: string[]): CorsRequest {
  const headers = new Headers({ origin: ORIGIN, 'access-control-request-method': method })
  for (const list of lists) headers.append('access-control-request-headers', list)
  return { method: 'OPTIONS', headers }
}

describe('a request without Origin', () => {
  test('is no CORS request, and its answer varies on Origin', () => {
    expect(decide(policy, { method: 'GET', headers: new Headers() })).toEqual({
      kind: 'non-cors',
      allow: true,
      reason: 'no_origin',
      rule: null,
      origin: null,
      headers: [VARY],
    })
  })

  test('is no preflight either, whatever it asks for', () => {
    const headers = new Headers({ 'access-control-request-method': 'PATCH' })
    const decision = decide(policy, { method: 'OPTIONS', headers })
    expect([decision.kind, decision.headers]).toEqual(['non-cors', [VARY_OPTIONS]])
  })
})

describe('an actual request', () => {
  test('of an allowed origin is answered with the origin, the exposed headers and nothing else', () => {
    expect(decide(policy, get(ORIGIN))).toEqual({
      kind: 'actual',
      allow: true,
      reason: 'allowed',
      rule: ORIGIN,
      origin: ORIGIN,
      headers: [
        ['access-control-allow-origin', ORIGIN],
        ['access-control-allow-credentials', 'true'],
        ['access-control-expose-headers', 'x-request-id,retry-after'],
        VARY,
      ],
    })
  })

  test('may use any method, because what it may do was settled by its preflight', () => {
    expect(decide(policy, { ...get(ORIGIN), method: 'PUT' }).allow).toBe(true)
  })

  test('with OPTIONS is no preflight unless it asks for a method', () => {
    const decision = decide(policy, { ...get(ORIGIN), method: 'OPTIONS' })
    expect([decision.kind, decision.allow, decision.headers.at(-1)]).toEqual(['actual', true, VARY_OPTIONS])
  })

  test('that asks for a method without OPTIONS is no preflight', () => {
    const decision = decide(policy, { ...preflight('PATCH'), method: 'GET' })
    expect([decision.kind, decision.allow]).toEqual(['actual', true])
  })

  test('of a denied origin is told nothing', () => {
    expect(decide(policy, get('https://evil.example'))).toEqual({
      kind: 'actual',
      allow: false,
      reason: 'origin_not_allowed',
      rule: null,
      origin: null,
      headers: [VARY],
    })
  })

  test('gets no more than its origin from the smallest policy', () => {
    const smallest = compilePolicy({ origins: [ORIGIN] })
    expect(decide(smallest, get(ORIGIN)).headers).toEqual([['access-control-allow-origin', ORIGIN], VARY])
    expect(decide(smallest, preflight('POST')).headers).toEqual([
      ['access-control-allow-origin', ORIGIN],
      VARY_OPTIONS,
    ])
  })
})

describe('the origin is admitted by the most specific entry, or denied', () => {
  const rows: readonly [origin: string, rule: string | null, reason?: string][] = [
    ['https://app.example.com', 'https://app.example.com'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['https://a_b.example.com', 'https://a_b.example.com'],
    ['https://x.preview.example.com', 'https://*.preview.example.com'],
    ['https://pr-12.preview.example.com', 'https://*.preview.example.com'],
    ['https://1.preview.example.com', 'https://*.preview.example.com'],
    ['https://xn--bcher-kva.preview.example.com', 'https://*.preview.example.com'],
    [`https://${'a'.repeat(63)}.preview.example.com`, 'https://*.preview.example.com'],
    ['https://a.deep.example.com', 'https://**.deep.example.com'],
    ['https://a.b.c.deep.example.com', 'https://**.deep.example.com'],
    ['https://ports.example.com', 'https://ports.example.com:*'],
    ['https://ports.example.com:8443', 'https://ports.example.com:*'],
    ['https://a.ports.example.com:1', 'https://*.ports.example.com:*'],
    ['https://a.ports.example.com:8443', 'https://*.ports.example.com:*'],
    ['https://a.b.ports.example.com:8443', 'https://**.ports.example.com:8443'],
    ['http://127.0.0.1', 'http://127.0.0.1:*'],
    ['http://127.0.0.1:65535', 'http://127.0.0.1:*'],
    ['http://[::1]:5173', 'http://[::1]:*'],
    ['null', null, 'origin_null'],
    ['', null],
    ['Null', null],
    ['*', null],
    ['https://*.preview.example.com', null],
    ['https://ports.example.com:*', null],
    ['https://preview.example.com', null],
    ['https://deep.example.com', null],
    ['https://a.b.preview.example.com', null],
    ['https://.preview.example.com', null],
    ['https://x..preview.example.com', null],
    ['https://-x.preview.example.com', null],
    ['https://x-.preview.example.com', null],
    ['https://a_b.preview.example.com', null],
    ['https://a.b_c.deep.example.com', null],
    ['https://a_b.ports.example.com', null],
    [`https://${'a'.repeat(64)}.preview.example.com`, null],
    ['http://x.preview.example.com', null],
    ['https://x.preview.example.com:8443', null],
    ['https://x.preview.example.com.', null],
    ['https://x.preview.example.com.evil.example', null],
    ['https://xpreview.example.com', null],
    ['https://x.previewXexample.com', null],
    ['https://app.example.com:443', null],
    ['https://app.example.com/', null],
    ['https://APP.example.com', null],
    ['http://app.example.com', null],
    ['https://ports.example.com:0', null],
    ['https://ports.example.com:08443', null],
    ['https://ports.example.com:443', null],
    ['https://ports.example.com:65536', null],
    ['http://127.0.0.2:3000', null],
    ['http://[0:0:0:0:0:0:0:1]:5173', null],
    ['https://app.example.com, https://app.example.com', null],
    [`https://${'a'.repeat(12_000)}.preview.example.com`, null, 'origin_too_long'],
    [`https://${'a.'.repeat(6_000)}deep.example.com`, null, 'origin_too_long'],
  ]
  test.each(rows)('%j', (origin, rule, reason = rule === null ? 'origin_not_allowed' : 'allowed') => {
    const decision = decide(policy, get(origin))
    expect([decision.rule, decision.reason]).toEqual([rule, reason])
    expect(decision.origin).toBe(rule === null ? null : origin)
  })

  test('two Origin lines are two values, and denied', () => {
    const headers = new Headers({ origin: ORIGIN })
    headers.append('origin', ORIGIN)
    expect(decide(policy, { method: 'GET', headers }).allow).toBe(false)
  })

  test('at one host a fixed port goes before any port', () => {
    const ports = compilePolicy({ origins: ['https://*.example.com:*', 'https://*.example.com:8443'] })
    expect(decide(ports, get('https://a.example.com:8443')).rule).toBe('https://*.example.com:8443')
    expect(decide(ports, get('https://a.example.com:8444')).rule).toBe('https://*.example.com:*')
  })

  test('a longer host goes before a shorter one', () => {
    const nested = compilePolicy({ origins: ['https://**.example.com', 'https://**.a.example.com'] })
    expect(decide(nested, get('https://x.a.example.com')).rule).toBe('https://**.a.example.com')
    expect(decide(nested, get('https://a.example.com')).rule).toBe('https://**.example.com')
  })
})

describe('a preflight', () => {
  test('that is allowed gets the whole policy, and nothing of what it asked for', () => {
    expect(decide(policy, preflight('PATCH', 'content-type'))).toEqual({
      kind: 'preflight',
      allow: true,
      reason: 'allowed',
      rule: ORIGIN,
      origin: ORIGIN,
      headers: PREFLIGHT_ANSWER,
    })
  })

  test('of a denied origin is told nothing', () => {
    const headers = new Headers({ origin: 'https://evil.example', 'access-control-request-method': 'PATCH' })
    expect(decide(policy, { method: 'OPTIONS', headers })).toEqual({
      kind: 'preflight',
      allow: false,
      reason: 'origin_not_allowed',
      rule: null,
      origin: null,
      headers: [VARY_OPTIONS],
    })
  })

  test.each([
    ['GET', 'allowed'],
    ['HEAD', 'allowed'],
    ['POST', 'allowed'],
    ['PATCH', 'allowed'],
    ['DELETE', 'allowed'],
    ['patch', 'method_not_allowed'],
    ['get', 'method_not_allowed'],
    ['PUT', 'method_not_allowed'],
    ['PURGE', 'method_not_allowed'],
    ['OPTIONS', 'method_not_allowed'],
    ['*', 'method_not_allowed'],
    ['', 'method_not_allowed'],
    ['PATCH, DELETE', 'method_not_allowed'],
    ['PATCH;', 'method_not_allowed'],
    ['P'.repeat(12_000), 'method_not_allowed'],
  ])('for the method %j is %s', (method, reason) => {
    const decision = decide(policy, preflight(method))
    expect(decision.reason).toBe(reason)
    expect(decision.headers).toEqual(reason === 'allowed' ? PREFLIGHT_ANSWER : [VARY_OPTIONS])
    if (reason !== 'allowed')
      expect([decision.allow, decision.rule, decision.origin]).toEqual([false, ORIGIN, null])
  })

  test('may ask for a safelisted method that is not listed, because browsers never ask for its permission', () => {
    const patchOnly = compilePolicy({
      origins: [ORIGIN],
      methods: ['PATCH'],
      requestHeaders: ['x-request-id'],
    })
    for (const method of ['GET', 'HEAD', 'POST']) {
      expect(decide(patchOnly, preflight(method, 'x-request-id')).allow).toBe(true)
    }
    expect(decide(patchOnly, preflight('DELETE', 'x-request-id')).allow).toBe(false)
  })

  const lists: readonly (readonly [name: string, lists: readonly string[], reason: string])[] = [
    ['no headers', [], 'allowed'],
    ['an empty list', [''], 'allowed'],
    ['one header', ['content-type'], 'allowed'],
    ['all headers, sorted', ['content-type,x-auth-return-redirect,x-request-id'], 'allowed'],
    ['all headers, unsorted', ['x-request-id,content-type,x-auth-return-redirect'], 'allowed'],
    ['mixed case', ['X-Request-Id,CONTENT-TYPE'], 'allowed'],
    ['spaces and tabs', ['content-type ,\t x-request-id'], 'allowed'],
    ['several lines', ['content-type', 'X-Request-Id'], 'allowed'],
    ['empty elements', [',content-type,, ,x-request-id,'], 'allowed'],
    ['nothing but commas', [',,,'], 'allowed'],
    ['a header twice', ['content-type,content-type'], 'allowed'],
    ['a foreign header', ['x-evil'], 'header_not_allowed'],
    ['a foreign header in second place', ['content-type,x-evil'], 'header_not_allowed'],
    ['a foreign header in the second line', ['content-type', 'x-evil'], 'header_not_allowed'],
    ['a part of a header', ['content-typ'], 'header_not_allowed'],
    ['a header and more', ['content-typee'], 'header_not_allowed'],
    ['a wildcard', ['*'], 'header_not_allowed'],
    ['a safelisted header', ['accept'], 'header_not_allowed'],
    ['authorization', ['authorization'], 'header_not_allowed'],
    ['an inner space', ['content type'], 'header_not_allowed'],
    ['a semicolon', ['content-type;x-request-id'], 'header_not_allowed'],
    ['a quoted name', ['"content-type"'], 'header_not_allowed'],
    ['a non-ASCII name', ['x-\u00e9'], 'header_not_allowed'],
    ['16 KB of foreign headers', ['x-a,'.repeat(4_096)], 'headers_too_long'],
    ['16 KB of commas', [','.repeat(16_384)], 'headers_too_long'],
    ['16 KB of white space', [`content-type,${' '.repeat(16_384)},x-request-id`], 'headers_too_long'],
  ]
  test.each(lists)('that asks for %s', (_name, values, reason) => {
    const decision = decide(policy, preflight('PATCH', ...values))
    expect(decision.reason).toBe(reason)
    expect(decision.headers).toEqual(reason === 'allowed' ? PREFLIGHT_ANSWER : [VARY_OPTIONS])
  })

  test('compares header names in ASCII: the Kelvin sign is no k', () => {
    const kelvin = compilePolicy({ origins: [ORIGIN], requestHeaders: ['x-key'] })
    const values: Record<string, string> = {
      origin: ORIGIN,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-\u212aey',
    }
    const headers = { get: (name: string) => values[name] ?? null }
    expect(decide(kelvin, { method: 'OPTIONS', headers }).reason).toBe('header_not_allowed')
  })

  test('keeps the budget with any number of allowed headers, in any order', () => {
    const names = Array.from({ length: 200 }, (_, index) => `x-a-rather-long-header-name-${index}`)
    const large = compilePolicy({ origins: [ORIGIN], requestHeaders: names })
    expect(decide(large, preflight('POST', names.join(','))).allow).toBe(true)
    expect(decide(large, preflight('POST', names.toReversed().join(', '))).allow).toBe(true)
  })

  test.each([
    ['requested headers', preflight('PATCH', 'x-a,'.repeat(4_096))],
    ['a method', preflight('P'.repeat(16_384))],
    ['an origin', get(`https://${'a.'.repeat(8_192)}deep.example.com`)],
  ])('with 16 KB of %s is denied within 10 microseconds', (_name, request) => {
    // The fastest of many, because a busy machine slows some of them down but speeds none up.
    const microseconds = Array.from({ length: 2_000 }, () => {
      const start = performance.now()
      decide(policy, request)
      return (performance.now() - start) * 1_000
    })
    expect(Math.min(...microseconds)).toBeLessThan(10)
  })
})
