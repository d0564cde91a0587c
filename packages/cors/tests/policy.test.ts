import { describe, expect, test } from 'vitest'
import { compilePolicy, decide, PolicyError, type PolicyProblem } from '../src/index.ts'

const ORIGIN = 'https://app.example.com'

/** Options as they come from a file or the environment, where no compiler has seen them. */
function errorOf(options: unknown): PolicyError | null {
  try {
    compilePolicy(options as { origins: string[] })
  } catch (error) {
    if (error instanceof PolicyError) return error
    throw error
  }
  return null
}

const problemsOf = (options: unknown): readonly PolicyProblem[] => errorOf(options)?.problems ?? []

const publicSuffixes = new Set(['vercel.app', 'co.uk', 'github.io'])
const isPublicSuffix = (host: string): boolean => publicSuffixes.has(host)

describe('options without a fault compile', () => {
  test.each([
    ['one origin', { origins: [ORIGIN] }],
    [
      'plain http on this machine',
      { origins: ['http://localhost:3000', 'http://127.0.0.1', 'http://[::1]:*'] },
    ],
    [
      'plain http below localhost',
      { origins: ['http://app.acme.localhost:3000', 'http://*.localhost:3000'] },
    ],
    ['plain http anywhere, when asked for', { origins: ['http://intranet.example'], insecureHttp: 'any' }],
    ['a pattern above a public suffix', { origins: ['https://*.shop.vercel.app'], isPublicSuffix }],
    ['an origin that is a public suffix', { origins: ['https://vercel.app'], isPublicSuffix }],
    ['a method of one’s own', { origins: [ORIGIN], methods: ['PURGE', 'M-SEARCH', 'chicken'] }],
    ['headers in any case', { origins: [ORIGIN], requestHeaders: ['Content-Type', 'Authorization'] }],
    ['a max-age of zero', { origins: [ORIGIN], maxAgeSeconds: 0 }],
    ['the longest max-age', { origins: [ORIGIN], maxAgeSeconds: 86_400 }],
    ['empty lists', { origins: [ORIGIN], methods: [], requestHeaders: [], exposedHeaders: [] }],
    [
      'an underscore in a literal label',
      { origins: ['https://a_b.example.com', 'https://*.a_b.example.com'] },
    ],
  ])('%s', (_name, options) => {
    expect(problemsOf(options)).toEqual([])
  })
})

describe('every fault is refused with its place, value and code', () => {
  const rows: readonly (readonly [
    name: string,
    options: unknown,
    path: string,
    code: string,
    suggestion?: string,
  ])[] = [
    ['no object', null, '', 'option_type'],
    ['a list', [], '', 'option_type'],
    ['no origins', {}, 'origins', 'option_type'],
    ['origins that are a string', { origins: ORIGIN }, 'origins', 'option_type'],
    ['empty origins', { origins: [] }, 'origins', 'origins_empty'],
    ['an origin that is no string', { origins: [ORIGIN, 7] }, 'origins[1]', 'option_type'],
    ['a hole', { origins: Object.assign(Array(2), [ORIGIN]) }, 'origins[1]', 'option_type'],
    ['every origin', { origins: ['*'] }, 'origins[0]', 'origin_any'],
    ['null', { origins: ['null'] }, 'origins[0]', 'origin_null'],
    ['a trailing slash', { origins: [`${ORIGIN}/`] }, 'origins[0]', 'origin_trailing_slash', ORIGIN],
    ['a duplicate', { origins: [ORIGIN, ORIGIN] }, 'origins[1]', 'origin_duplicate'],
    [
      'plain http',
      { origins: ['http://app.example.com'] },
      'origins[0]',
      'origin_insecure',
      'https://app.example.com',
    ],
    [
      'plain http on port 443',
      { origins: ['http://app.example.com:443'] },
      'origins[0]',
      'origin_insecure',
      'https://app.example.com',
    ],
    [
      'a pattern over plain http',
      { origins: ['http://*.example.com:8080'] },
      'origins[0]',
      'origin_insecure',
      'https://*.example.com:8080',
    ],
    [
      'a name that begins like loopback',
      { origins: ['http://127.example.com'] },
      'origins[0]',
      'origin_insecure',
      'https://127.example.com',
    ],
    [
      'a name that ends like localhost',
      { origins: ['http://notlocalhost'] },
      'origins[0]',
      'origin_insecure',
      'https://notlocalhost',
    ],
    ['a wildcard on a TLD', { origins: ['https://*.com'] }, 'origins[0]', 'origin_wildcard_on_tld'],
    ['wildcards on a TLD', { origins: ['https://**.dev'] }, 'origins[0]', 'origin_wildcard_on_tld'],
    [
      'a wildcard on a public suffix',
      { origins: ['https://*.vercel.app'], isPublicSuffix },
      'origins[0]',
      'origin_wildcard_on_public_suffix',
    ],
    [
      'wildcards on a public suffix',
      { origins: ['https://**.co.uk'], isPublicSuffix },
      'origins[0]',
      'origin_wildcard_on_public_suffix',
    ],
    [
      'a method in lower case',
      { origins: [ORIGIN], methods: ['patch'] },
      'methods[0]',
      'method_case',
      'PATCH',
    ],
    ['a method in mixed case', { origins: [ORIGIN], methods: ['Get'] }, 'methods[0]', 'method_case', 'GET'],
    ['CONNECT', { origins: [ORIGIN], methods: ['CONNECT'] }, 'methods[0]', 'method_forbidden'],
    ['trace', { origins: [ORIGIN], methods: ['trace'] }, 'methods[0]', 'method_forbidden'],
    ['TRACK', { origins: [ORIGIN], methods: ['GET', 'TRACK'] }, 'methods[1]', 'method_forbidden'],
    ['every method', { origins: [ORIGIN], methods: ['*'] }, 'methods[0]', 'method_wildcard'],
    ['an empty method', { origins: [ORIGIN], methods: [''] }, 'methods[0]', 'method_invalid'],
    ['two methods in one', { origins: [ORIGIN], methods: ['GET, POST'] }, 'methods[0]', 'method_invalid'],
    ['a method twice', { origins: [ORIGIN], methods: ['PUT', 'PUT'] }, 'methods[1]', 'method_duplicate'],
    ['methods as a string', { origins: [ORIGIN], methods: 'PUT' }, 'methods', 'option_type'],
    ['methods that are null', { origins: [ORIGIN], methods: null }, 'methods', 'option_type'],
    [
      'every request header',
      { origins: [ORIGIN], requestHeaders: ['*'] },
      'requestHeaders[0]',
      'header_wildcard',
    ],
    [
      'a request header with a space',
      { origins: [ORIGIN], requestHeaders: ['x y'] },
      'requestHeaders[0]',
      'header_invalid',
    ],
    [
      'an empty request header',
      { origins: [ORIGIN], requestHeaders: [''] },
      'requestHeaders[0]',
      'header_invalid',
    ],
    [
      'a request header with a line break',
      { origins: [ORIGIN], requestHeaders: ['x\r\ny'] },
      'requestHeaders[0]',
      'header_invalid',
    ],
    [
      'a Unicode request header',
      { origins: [ORIGIN], requestHeaders: ['x-\u212a'] },
      'requestHeaders[0]',
      'header_invalid',
    ],
    ['Cookie', { origins: [ORIGIN], requestHeaders: ['Cookie'] }, 'requestHeaders[0]', 'header_forbidden'],
    [
      'Sec-Anything',
      { origins: [ORIGIN], requestHeaders: ['Sec-Anything'] },
      'requestHeaders[0]',
      'header_forbidden',
    ],
    [
      'Proxy-Anything',
      { origins: [ORIGIN], requestHeaders: ['proxy-anything'] },
      'requestHeaders[0]',
      'header_forbidden',
    ],
    [
      'a request header twice',
      { origins: [ORIGIN], requestHeaders: ['x-a', 'X-A'] },
      'requestHeaders[1]',
      'header_duplicate',
    ],
    [
      'every response header',
      { origins: [ORIGIN], exposedHeaders: ['*'] },
      'exposedHeaders[0]',
      'header_wildcard',
    ],
    [
      'Set-Cookie',
      { origins: [ORIGIN], exposedHeaders: ['Set-Cookie'] },
      'exposedHeaders[0]',
      'header_forbidden',
    ],
    [
      'Content-Type',
      { origins: [ORIGIN], exposedHeaders: ['Content-Type'] },
      'exposedHeaders[0]',
      'header_safelisted',
    ],
    [
      'a response header twice',
      { origins: [ORIGIN], exposedHeaders: ['x-a', 'X-A'] },
      'exposedHeaders[1]',
      'header_duplicate',
    ],
    ['a negative max-age', { origins: [ORIGIN], maxAgeSeconds: -1 }, 'maxAgeSeconds', 'max_age_invalid', '0'],
    [
      'half a second',
      { origins: [ORIGIN], maxAgeSeconds: 7200.5 },
      'maxAgeSeconds',
      'max_age_invalid',
      '7201',
    ],
    [
      'more than a day',
      { origins: [ORIGIN], maxAgeSeconds: 86_401 },
      'maxAgeSeconds',
      'max_age_invalid',
      '86400',
    ],
    [
      'no number of seconds',
      { origins: [ORIGIN], maxAgeSeconds: Number.NaN },
      'maxAgeSeconds',
      'max_age_invalid',
    ],
    [
      'a max-age in a string',
      { origins: [ORIGIN], maxAgeSeconds: '7200' },
      'maxAgeSeconds',
      'max_age_invalid',
    ],
    ['credentials in a string', { origins: [ORIGIN], credentials: 'false' }, 'credentials', 'option_type'],
    ['another insecureHttp', { origins: [ORIGIN], insecureHttp: 'all' }, 'insecureHttp', 'option_type'],
    [
      'an isPublicSuffix that is a list',
      { origins: [ORIGIN], isPublicSuffix: [] },
      'isPublicSuffix',
      'option_type',
    ],
    [
      'an option of another library',
      { origins: [ORIGIN], allowedHeaders: [] },
      'allowedHeaders',
      'option_unknown',
      'requestHeaders',
    ],
    ['an option of no library', { origins: [ORIGIN], toString: 1 }, 'toString', 'option_unknown'],
  ]
  test.each(rows)('%s', (_name, options, path, code, suggestion) => {
    const problems = problemsOf(options)
    expect(problems.map((problem) => [problem.path, problem.code, problem.suggestion])).toEqual([
      [path, code, suggestion],
    ])
    expect(problems[0]?.message).not.toBe('')
  })
})

test('all faults of all options are reported at once, and the message names each', () => {
  const error = (() => {
    try {
      const origins: string[] = ['*', 'https://a.example/', 'HTTPS://b.example:443']
      return compilePolicy({
        origins,
        methods: ['patch', 'TRACE'],
        requestHeaders: ['cookie'],
        exposedHeaders: ['set-cookie'],
        maxAgeSeconds: -1,
      })
    } catch (caught) {
      return caught
    }
  })()
  expect(error).toBeInstanceOf(PolicyError)
  if (!(error instanceof PolicyError)) return
  expect(error.name).toBe('PolicyError')
  expect(error.problems.map(({ path, code }) => `${path} ${code}`)).toEqual([
    'origins[0] origin_any',
    'origins[1] origin_trailing_slash',
    'origins[2] origin_upper_case',
    'origins[2] origin_default_port',
    'methods[0] method_case',
    'methods[1] method_forbidden',
    'requestHeaders[0] header_forbidden',
    'exposedHeaders[0] header_forbidden',
    'maxAgeSeconds max_age_invalid',
  ])
  for (const { path } of error.problems) expect(error.message).toContain(path)
  expect(error.message).toContain('did you mean `https://a.example`?')
})

test('an entry that is written wrongly is told its other faults too, and nothing refused is suggested', () => {
  const options = {
    origins: ['https://*.vercel.app/', 'HTTP://app.example.com/', 'https://a.example/', 'https://a.example'],
    isPublicSuffix: (host: string) => host === 'vercel.app',
  }
  const problems = problemsOf(options)
  expect(problems.map(({ path, code, suggestion }) => [path, code, suggestion])).toEqual([
    ['origins[0]', 'origin_trailing_slash', undefined],
    ['origins[0]', 'origin_wildcard_on_public_suffix', undefined],
    ['origins[1]', 'origin_trailing_slash', undefined],
    ['origins[1]', 'origin_upper_case', undefined],
    ['origins[1]', 'origin_insecure', 'https://app.example.com'],
    ['origins[2]', 'origin_trailing_slash', 'https://a.example'],
    ['origins[3]', 'origin_duplicate', undefined],
  ])
})

test('options are read once: what was checked is what is compiled', () => {
  let reads = 0
  const policy = compilePolicy({
    origins: [ORIGIN],
    get methods() {
      return reads++ === 0 ? ['PATCH'] : ['X\r\nset-cookie: a=b']
    },
    exposedHeaders: Object.assign(['x-request-id'], {
      *[Symbol.iterator]() {
        yield 'x-other'
      },
    }),
  })
  expect(reads).toBe(1)
  expect(policy.methods).toEqual(['PATCH'])
  expect(policy.exposedHeaders).toEqual(['x-request-id'])
})

test('options that are inherited count', () => {
  const defaults = { isPublicSuffix, credentials: true }
  const origins = ['https://*.vercel.app']
  const options = Object.assign(Object.create(defaults), { origins })
  expect(problemsOf(options)).toMatchObject([{ code: 'origin_wildcard_on_public_suffix' }])
})

test('a suffix is one as soon as the callback does not say no', () => {
  const options = { origins: ['https://*.vercel.app'], isPublicSuffix: async () => true }
  expect(problemsOf(options)).toMatchObject([{ code: 'origin_wildcard_on_public_suffix' }])
})

test('options of any size are told their faults, in a message that can be read', () => {
  const methods = Array.from({ length: 200_000 }, (_, index) => `M${index}`)
  expect(compilePolicy({ origins: [ORIGIN], methods }).methods).toHaveLength(200_000)
  const [problem] = problemsOf({ origins: [`${'*.'.repeat(1_000_000)}x`] })
  expect(problem?.code).toBe('origin_host_too_long')
  const hidden = ['\u202e', '\u2028', '\x9b', 'a'.repeat(5_000)].map((text) => `https://${text}.example`)
  const { message = '' } = errorOf({ origins: hidden, other: () => 'secret' }) ?? {}
  expect(message).not.toMatch(/[\u202e\u2028\x9b]|secret/)
  expect(message.length).toBeLessThan(3_000)
})

test('a policy tells what it is made of, header names in lower case', () => {
  const policy = compilePolicy({
    origins: [ORIGIN],
    methods: ['PATCH'],
    requestHeaders: ['Content-Type'],
    exposedHeaders: ['Retry-After'],
    credentials: true,
    maxAgeSeconds: 60,
  })
  expect({ ...policy }).toEqual({
    isPublic: false,
    origins: [ORIGIN],
    methods: ['PATCH'],
    requestHeaders: ['content-type'],
    exposedHeaders: ['retry-after'],
    credentials: true,
    maxAgeSeconds: 60,
  })
})

test('nothing that can be reached from a policy can be changed', () => {
  const origins = [ORIGIN]
  const policy = compilePolicy({ origins, methods: ['PATCH'], credentials: true })
  const reachable: object[] = [policy]
  for (const value of reachable) {
    expect(Object.isFrozen(value)).toBe(true)
    for (const key of Reflect.ownKeys(value)) {
      const member: unknown = Reflect.get(value, key)
      if (typeof member === 'object' && member !== null && !reachable.includes(member)) reachable.push(member)
      expect(member instanceof Map || member instanceof Set || typeof member === 'function').toBe(false)
    }
  }
  expect(reachable.length).toBeGreaterThan(3)

  origins.push('https://evil.example')
  const evil = { method: 'GET', headers: new Headers({ origin: 'https://evil.example' }) }
  expect(decide(policy, evil).allow).toBe(false)
  for (const change of [
    () => Reflect.set(policy, 'credentials', false),
    () => Reflect.set(policy.origins, 0, 'https://evil.example'),
    () => Reflect.deleteProperty(policy, 'origins'),
  ]) {
    expect(change()).toBe(false)
  }
})

test('changing the decision about one request changes no other', () => {
  const policy = compilePolicy({ origins: [ORIGIN], methods: ['PATCH'] })
  const request = {
    method: 'OPTIONS',
    headers: new Headers({ origin: ORIGIN, 'access-control-request-method': 'PATCH' }),
  }
  const before = structuredClone(decide(policy, request))
  const tampered = decide(policy, request)
  Reflect.set(tampered.headers, 0, ['access-control-allow-origin', '*'])
  for (const pair of tampered.headers.slice(1)) expect(Object.isFrozen(pair)).toBe(true)
  expect(decide(policy, request)).toEqual(before)
  const denied = decide(policy, { method: 'GET', headers: new Headers({ origin: 'null' }) })
  expect([denied, denied.headers, ...denied.headers].every(Object.isFrozen)).toBe(true)
})
