import { describe, expect, test } from 'vitest'
import { compilePolicy, decide, explain, MAX_PRINTED_LENGTH, printable } from '../src/index.ts'

const policy = compilePolicy({
  origins: ['https://app.example.com', 'http://localhost:3000', 'https://*.preview.example.com'],
  methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
  requestHeaders: ['content-type', 'x-request-id'],
  credentials: true,
})
const LABELS = { origins: 'ALLOWED_ORIGINS', methods: 'METHODS', requestHeaders: 'REQUEST_HEADERS' }

function explained(method: string, values: Readonly<Record<string, string>>, labels = LABELS) {
  const request = { method, headers: { get: (name: string) => values[name] ?? null } }
  return explain(decide(policy, request), policy, request, labels)
}

const from = (origin: string) => explained('GET', { origin })

const preflight = (method: string, list = '') =>
  explained('OPTIONS', {
    origin: 'https://app.example.com',
    'access-control-request-method': method,
    'access-control-request-headers': list,
  })

describe('an allowed request is explained by the entry that admits it', () => {
  test('an actual one', () => {
    expect(from('https://x.preview.example.com')).toEqual({
      summary:
        'request allowed: Origin `https://x.preview.example.com` is admitted by `https://*.preview.example.com` in ALLOWED_ORIGINS',
      checked: [
        'Origin `https://x.preview.example.com` is admitted by `https://*.preview.example.com` in ALLOWED_ORIGINS',
      ],
      failed: null,
      change: null,
    })
  })

  test('a preflight, with its method and headers', () => {
    expect(preflight('PATCH', 'content-type').checked).toEqual([
      'Origin `https://app.example.com` is admitted by `https://app.example.com` in ALLOWED_ORIGINS',
      'method `PATCH` is allowed',
      'headers `content-type` are allowed',
    ])
    expect(preflight('PATCH').checked.at(-1)).toBe('no headers are asked for')
  })

  test('one without Origin', () => {
    expect(explained('GET', {})).toEqual({
      summary: 'no CORS request: there is no Origin, so no CORS header is sent',
      checked: ['Origin is absent'],
      failed: null,
      change: null,
    })
  })
})

describe('a denied origin is told what failed, and its server what to change', () => {
  test.each([
    ['https://evil.example', 'is not in ALLOWED_ORIGINS', 'add `https://evil.example` to ALLOWED_ORIGINS'],
    ['http://app.example.com', 'is not in ALLOWED_ORIGINS', 'the scheme is http, not https'],
    ['https://app.example.com:8443', 'is not in ALLOWED_ORIGINS', 'the port is 8443, not the default one'],
    ['http://localhost:5173', 'is not in ALLOWED_ORIGINS', 'the port is 5173, not 3000'],
    ['https://a.b.preview.example.com', 'is not in ALLOWED_ORIGINS', '`*` stands for exactly one label'],
    ['https://a_b.preview.example.com', 'is not in ALLOWED_ORIGINS', 'letters, digits and hyphens'],
    ['http://intranet.example', 'is not in ALLOWED_ORIGINS', 'serve the page over https'],
    ['https://app.example.com/', 'is not one http or https origin', 'no line of configuration admits it'],
    ['chrome-extension://abc', 'is not one http or https origin', 'no line of configuration admits it'],
    ['null', 'identifies nobody', 'call from a page that has an origin'],
    [`https://${'a'.repeat(12_000)}`, 'has 12008 characters', 'no browser sends it'],
  ])('%s', (origin, failed, change) => {
    const explanation = from(origin)
    expect(explanation.failed).toContain(failed)
    expect(explanation.change).toContain(change)
    expect(explanation.summary).toBe(`request denied: ${explanation.failed}`)
    expect(explanation.checked).toEqual([explanation.failed])
  })

  test('without learning which origins are allowed', () => {
    const { summary, checked, failed } = from('http://app.example.com')
    for (const text of [summary, failed, ...checked])
      expect(text).not.toMatch(/https:\/\/app|localhost|preview/)
  })
})

describe('a denied preflight of an allowed origin is told what failed', () => {
  test.each([
    ['PUT', '', 'method `PUT` is not allowed', 'add `PUT` to METHODS'],
    ['patch', '', 'method `patch` is not allowed', 'methods are case-sensitive: send `PATCH`'],
    ['TRACE', '', 'method `TRACE` is not allowed', 'because no browser sends it'],
    ['', '', 'method `` is no HTTP method', 'no line of configuration admits it'],
    ['PATCH', 'content-type, X-Evil', 'header `X-Evil` is not allowed', 'add `x-evil` to REQUEST_HEADERS'],
    ['PATCH', 'cookie', 'header `cookie` is not allowed', 'because no browser lets scripts set it'],
    ['PATCH', 'x evil', 'header `x evil` is no header name', 'no line of configuration admits it'],
    ['PATCH', 'x,'.repeat(2_000), 'the list of 4000 characters', 'ask for the headers in REQUEST_HEADERS'],
  ])('%s %j', (method, list, failed, change) => {
    const explanation = preflight(method, list)
    expect(explanation.failed).toContain(failed)
    expect(explanation.change).toContain(change)
    expect(explanation.summary).toBe(`preflight denied: ${explanation.failed}`)
    expect(explanation.checked[0]).toContain('is admitted by `https://app.example.com`')
    expect(explanation.checked.at(-1)).toBe(explanation.failed)
  })
})

test('without labels the options of the policy are named', () => {
  const request = { method: 'GET', headers: new Headers({ origin: 'https://evil.example' }) }
  expect(explain(decide(policy, request), policy, request).change).toBe(
    'add `https://evil.example` to origins',
  )
})

test('a near miss is found among many entries in bounded time', () => {
  const origins = Array.from({ length: 20_000 }, (_, index) => `https://tenant-${index}.example.com`)
  const large = compilePolicy({ origins })
  const request = { method: 'GET', headers: new Headers({ origin: 'http://tenant-7.example.com' }) }
  const decision = decide(large, request)
  expect(explain(decision, large, request).change).toContain('the scheme is http, not https')
  const unknown = { method: 'GET', headers: new Headers({ origin: 'https://evil.example' }) }
  const start = performance.now()
  for (let times = 0; times < 50; times++) explain(decide(large, unknown), large, unknown)
  expect((performance.now() - start) / 50).toBeLessThan(20)
})

describe('a value from a request is printed', () => {
  test.each([
    ['as it is', 'https://app.example.com', 'https://app.example.com'],
    ['without line breaks', 'a\r\nb', 'a\\u000d\\u000ab'],
    ['without control characters', '\u0000\u001b[31m\u007f', '\\u0000\\u001b[31m\\u007f'],
    ['in ASCII', 'é\u2028😀', '\\u00e9\\u2028\\ud83d\\ude00'],
    ['with its backslashes doubled, so that it can be told from an escape', '\\u0000', '\\\\u0000'],
    ['in full up to the limit', 'a'.repeat(MAX_PRINTED_LENGTH), 'a'.repeat(MAX_PRINTED_LENGTH)],
    ['cut beyond it', 'a'.repeat(12_000), `${'a'.repeat(MAX_PRINTED_LENGTH - 3)}...`],
    ['cut between escapes', 'é'.repeat(12_000), `${'\\u00e9'.repeat(20)}...`],
  ])('%s', (_name, value, printed) => {
    expect(printable(value)).toBe(printed)
  })
})
