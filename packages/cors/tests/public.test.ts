import { describe, expect, test } from 'vitest'
import { compilePublicPolicy, decide, explain, PolicyError } from '../src/index.ts'

const policy = compilePublicPolicy({
  exposedHeaders: ['x-request-id'],
  requestHeaders: ['x-request-id'],
  maxAgeSeconds: 60,
})

const ask = (method: string, headers: Record<string, string>) =>
  decide(policy, { method, headers: new Headers(headers) })

const preflight = (method: string, requested?: string) =>
  ask('OPTIONS', {
    origin: 'https://anyone.example',
    'access-control-request-method': method,
    ...(requested === undefined ? {} : { 'access-control-request-headers': requested }),
  })

describe('a public policy', () => {
  test.each(['https://anyone.example', 'null', 'not an origin', `https://${'a'.repeat(300)}.example`])(
    'lets %s read, and never with credentials',
    (origin) => {
      const decision = ask('GET', { origin })
      expect(decision).toMatchObject({
        kind: 'actual',
        allow: true,
        reason: 'allowed',
        rule: '*',
        origin: '*',
      })
      expect(decision.headers).toEqual([
        ['access-control-allow-origin', '*'],
        ['access-control-expose-headers', 'x-request-id'],
        ['vary', 'Origin'],
      ])
    },
  )

  test('says nothing to a request without an origin', () => {
    expect(ask('GET', {}).headers).toEqual([['vary', 'Origin']])
  })

  test('answers a preflight for reading', () => {
    expect(preflight('GET', 'x-request-id').headers).toEqual([
      ['access-control-allow-origin', '*'],
      ['access-control-allow-methods', 'GET,HEAD'],
      ['access-control-allow-headers', 'x-request-id'],
      ['access-control-max-age', '60'],
      ['vary', 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers'],
    ])
  })

  test.each([
    ['POST', undefined, 'method_not_allowed'],
    ['PUT', undefined, 'method_not_allowed'],
    ['DELETE', undefined, 'method_not_allowed'],
    ['GET', 'authorization', 'header_not_allowed'],
  ])('denies a preflight for %s with the headers %s', (method, headers, reason) => {
    const decision = preflight(method, headers)
    expect(decision).toMatchObject({ allow: false, reason, origin: null })
    expect(decision.headers.map(([name]) => name)).toEqual(['vary'])
  })

  test('is explained without naming anybody', () => {
    const request = { method: 'GET', headers: new Headers({ origin: 'https://anyone.example' }) }
    expect(explain(decide(policy, request), policy, request).summary).toBe(
      'request allowed: every origin may read this',
    )
    const post = {
      method: 'OPTIONS',
      headers: new Headers({ origin: 'https://anyone.example', 'access-control-request-method': 'POST' }),
    }
    expect(explain(decide(policy, post), policy, post).change).toBe(
      'no line of configuration admits it, because a public policy is for reading',
    )
  })

  test.each([
    ['credentials', { credentials: true }],
    ['origins', { origins: ['https://app.example.com'] }],
    ['methods', { methods: ['POST'] }],
    ['allowCredentials', { allowCredentials: true }],
  ])('has no option %s', (path, options) => {
    const error = (() => {
      try {
        return compilePublicPolicy(options as object)
      } catch (thrown) {
        return thrown
      }
    })()
    expect(error).toBeInstanceOf(PolicyError)
    expect((error as PolicyError).problems).toMatchObject([{ path, code: 'option_unknown' }])
  })

  test('reports every fault of its options', () => {
    const compile = () => compilePublicPolicy({ exposedHeaders: ['*'], maxAgeSeconds: -1 })
    expect(compile).toThrow(/header out.*\n.*whole number/s)
    expect(() => compilePublicPolicy(null as never)).toThrow('the options are an object')
  })
})
