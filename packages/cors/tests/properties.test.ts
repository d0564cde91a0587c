import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type CorsRequest,
  compilePolicy,
  decide,
  explain,
  type Policy,
  parseOrigin,
  parseOriginPattern,
} from '../src/index.ts'

/** The rules read naively, with `URL` and one regular expression an entry; shares nothing with the engine. */
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'

function naiveIsOrigin(text: string): boolean {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return false
  }
  if (url.origin !== text || !['http:', 'https:'].includes(url.protocol) || url.port === '0') return false
  if (url.hostname.startsWith('[')) return true
  const labels = url.hostname.split('.')
  return (
    url.hostname.length <= 253 &&
    labels.every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label))
  )
}

function naiveAdmits(entry: string, origin: string): boolean {
  const [, scheme = '', wildcard = '', host = '', port = ''] =
    /^(https?:\/\/)(\*\*?\.)?(.*?)((?::\*|:\d+)?)$/.exec(entry) ?? []
  const literal = (text: string): string => text.replace(/[.[\]]/g, '\\$&')
  const before = { '': '', '*.': `${LABEL}\\.`, '**.': `(?:${LABEL}\\.)+` }[wildcard] ?? ''
  const after = port === ':*' ? '(?::\\d+)?' : literal(port)
  return new RegExp(`^${scheme}${before}${literal(host)}${after}$`).test(origin)
}

function naiveAllows(entries: readonly string[], origin: string): boolean {
  return naiveIsOrigin(origin) && entries.some((entry) => naiveAdmits(entry, origin))
}

const METHODS = ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE', 'PUT', 'chicken']
const HEADERS = ['content-type', 'x-request-id', 'x-a', 'x-b', 'authorization', 'x-c', 'x-d', 'x-e']

function naivePreflightFails(policy: Policy, method: string, list: string | undefined): boolean {
  if (!['GET', 'HEAD', 'POST', ...policy.methods].includes(method)) return true
  const elements = (list ?? '').split(',').map((element) => element.replace(/^[ \t]+|[ \t]+$/g, ''))
  return !elements.every((element) => element === '' || policy.requestHeaders.includes(element.toLowerCase()))
}

/** Few and similar parts, so that near misses are common. */
const label = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'x-1', 'example', 'com') },
  fc.constantFrom(
    'a_b',
    '_',
    '1',
    '0x1',
    '0',
    'A',
    '',
    '-a',
    'a-',
    'a'.repeat(63),
    'a'.repeat(64),
    'é',
    '%61',
    '*',
  ),
)
const host = fc.oneof(
  { weight: 6, arbitrary: fc.array(label, { minLength: 1, maxLength: 5 }).map((labels) => labels.join('.')) },
  fc.constantFrom(
    '127.0.0.1',
    '127.1',
    '0.0.0.0',
    '1.2.3.256',
    '[::1]',
    '[0::1]',
    '[1::2]',
    '[::ffff:1.2.3.4]',
    'localhost',
  ),
)
const scheme = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('https://', 'http://') },
  fc.constantFrom('ftp://', 'https:/', 'HTTPS://', '', 'null'),
)
const port = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('', ':8443') },
  fc.constantFrom(':443', ':80', ':1', ':65535', ':65536', ':0', ':08443', ':', ':x', ':*'),
)
const tail = fc.oneof(
  { weight: 12, arbitrary: fc.constant('') },
  fc.constantFrom('/', '?', '#', ' ', '.', '\n', '\0'),
)
const origin = fc.tuple(scheme, host, port, tail).map((parts) => parts.join(''))
const entry = fc
  .tuple(fc.constantFrom('https://', 'http://'), fc.constantFrom('', '', '*.', '**.'), host, port)
  .map((parts) => parts.join(''))
  .filter((text) => {
    const result = parseOriginPattern(text)
    return result.ok && (result.pattern.labels === 'none' || result.pattern.host.includes('.'))
  })

const policy = fc
  .record({
    origins: fc.uniqueArray(entry, { minLength: 1, maxLength: 6 }),
    methods: fc.uniqueArray(fc.constantFrom(...METHODS)),
    requestHeaders: fc.uniqueArray(fc.constantFrom(...HEADERS)),
    exposedHeaders: fc.uniqueArray(fc.constantFrom('x-request-id', 'retry-after')),
    credentials: fc.boolean(),
    maxAgeSeconds: fc.nat({ max: 86_400 }),
  })
  .map((options) => compilePolicy({ ...options, insecureHttp: 'any' }))

/** An origin that the entry may well admit: its wildcards filled in. */
const nearEntry = (text: string): fc.Arbitrary<string> =>
  fc
    .tuple(fc.array(label, { minLength: 1, maxLength: 3 }), fc.constantFrom('', ':8443', ':1'))
    .map(([labels, anyPort]) =>
      text
        .replace('**.', `${labels.join('.')}.`)
        .replace('*.', `${labels[0]}.`)
        .replace(/:\*$/, anyPort),
    )

const policyAndOrigin = policy.chain((compiled) =>
  fc.tuple(
    fc.constant(compiled),
    fc.oneof(
      origin,
      fc.constantFrom(...compiled.origins).chain(nearEntry),
      fc.constantFrom(...compiled.origins),
    ),
  ),
)

type HeaderValues = Readonly<Record<string, string>>

/** Takes any string as a value, which `Headers` does not. */
const request = (method: string, values: HeaderValues): CorsRequest => ({
  method,
  headers: { get: (name) => values[name] ?? null },
})

const headerList = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...HEADERS, 'X-A', 'Content-Type', '', ' x-a', 'x-b\t ') },
      fc.constantFrom('x-evil', 'x a', '*', 'x-\u212a', '"x-a"'),
    ),
    { maxLength: 6 },
  )
  .map((names) => names.join(','))

const method = fc.constantFrom(...METHODS, 'patch', 'PURGE', '', '*', 'GET,POST')

const answerOf = (compiled: Policy, asked: CorsRequest) => {
  const { kind, allow, reason, headers } = decide(compiled, asked)
  return { kind, allow, reason, headers }
}

describe('the engine equals a naive reading of the rules', () => {
  test('on whether a text is an origin', () => {
    fc.assert(
      fc.property(fc.oneof({ weight: 8, arbitrary: origin }, fc.webUrl(), fc.string()), (text) => {
        expect(parseOrigin(text) !== null).toBe(naiveIsOrigin(text))
      }),
      { numRuns: 1_000 },
    )
  })

  test('on IPv4 and IPv6 addresses', () => {
    const written = fc.oneof(
      fc.ipV4(),
      fc.ipV4Extended(),
      fc.ipV6().map((address) => `[${address}]`),
      fc.ipV6().map((address) => new URL(`http://[${address}]`).hostname),
    )
    fc.assert(
      fc.property(written, (address) => {
        expect(parseOrigin(`http://${address}`) !== null).toBe(naiveIsOrigin(`http://${address}`))
      }),
      { numRuns: 2_000 },
    )
  })

  test('on whether an origin is allowed, by an entry that admits it', () => {
    let allowed = 0
    fc.assert(
      fc.property(policyAndOrigin, ([compiled, text]) => {
        const decision = decide(compiled, request('GET', { origin: text }))
        expect(decision.allow).toBe(naiveAllows(compiled.origins, text))
        if (decision.rule !== null) {
          allowed++
          expect(compiled.origins).toContain(decision.rule)
          expect(naiveAdmits(decision.rule, text)).toBe(true)
        }
        expect(decision.origin).toBe(decision.allow ? text : null)
      }),
      { numRuns: 2_000 },
    )
    expect(allowed).toBeGreaterThan(200)
  })

  test('on preflights', () => {
    fc.assert(
      fc.property(
        policyAndOrigin,
        method,
        fc.option(headerList, { nil: undefined }),
        ([compiled, text], asked, list) => {
          const values = { origin: text, 'access-control-request-method': asked }
          const decision = decide(
            compiled,
            request(
              'OPTIONS',
              list === undefined ? values : { ...values, 'access-control-request-headers': list },
            ),
          )
          expect(decision.kind).toBe('preflight')
          expect(decision.allow).toBe(
            naiveAllows(compiled.origins, text) && !naivePreflightFails(compiled, asked, list),
          )
        },
      ),
      { numRuns: 2_000 },
    )
  })
})

test('mutating any byte of an allowed origin denies it, unless the result is itself allowed', () => {
  const mutation = fc.record({
    at: fc.nat({ max: 80 }),
    byte: fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(...Buffer.from('.:/*-_@ ,0aA'))),
    how: fc.constantFrom('replace', 'insert', 'delete'),
  })
  fc.assert(
    fc.property(policyAndOrigin, mutation, ([compiled, text], { at, byte, how }) => {
      fc.pre(decide(compiled, request('GET', { origin: text })).allow)
      const index = at % (text.length + 1)
      const middle = how === 'delete' ? '' : String.fromCharCode(byte)
      const mutated = text.slice(0, index) + middle + text.slice(how === 'insert' ? index : index + 1)
      expect(decide(compiled, request('GET', { origin: mutated })).allow).toBe(
        naiveAllows(compiled.origins, mutated),
      )
    }),
    { numRuns: 2_000 },
  )
})

test('a denial carries no Access-Control header', () => {
  fc.assert(
    fc.property(
      policyAndOrigin,
      fc.constantFrom('GET', 'OPTIONS'),
      method,
      headerList,
      ([compiled, text], sent, asked, list) => {
        const values = {
          origin: text,
          'access-control-request-method': asked,
          'access-control-request-headers': list,
        }
        const decision = decide(compiled, request(sent, values))
        fc.pre(!decision.allow)
        expect(decision.headers.map(([name]) => name)).toEqual(['vary'])
      },
    ),
  )
})

test('if two requests differ in one header and the answers differ, Vary names it', () => {
  const READ = ['origin', 'access-control-request-method', 'access-control-request-headers'] as const
  fc.assert(
    fc.property(
      policyAndOrigin,
      origin,
      fc.constantFrom('GET', 'POST', 'OPTIONS'),
      fc.tuple(method, method),
      fc.tuple(headerList, headerList),
      fc.subarray([...READ]),
      fc.constantFrom(...READ),
      fc.boolean(),
      (
        [compiled, first],
        second,
        sent,
        [askedFirst, askedSecond],
        [listFirst, listSecond],
        absent,
        changed,
        removed,
      ) => {
        const values: Record<string, string> = {
          origin: first,
          'access-control-request-method': askedFirst,
          'access-control-request-headers': listFirst,
        }
        for (const name of absent) if (name !== changed) delete values[name]
        const { [changed]: _, ...without } = values
        const replacements = {
          origin: second,
          'access-control-request-method': askedSecond,
          'access-control-request-headers': listSecond,
        }
        const other = removed ? without : { ...values, [changed]: replacements[changed] }
        const answers = [answerOf(compiled, request(sent, values)), answerOf(compiled, request(sent, other))]
        if (JSON.stringify(answers[0]) === JSON.stringify(answers[1])) return
        for (const answer of answers) {
          const vary = new Map(answer.headers).get('vary') ?? ''
          expect(vary.toLowerCase().split(', ')).toContain(changed)
        }
      },
    ),
    { numRuns: 2_000 },
  )
})

test('the size of the answer does not grow with what a hostile request holds', () => {
  const hostile = fc.string({ maxLength: 200 }).map((part) => part.repeat(100))
  fc.assert(
    fc.property(policy, hostile, hostile, hostile, (compiled, text, asked, list) => {
      const listed = compiled.origins.find((candidate) => parseOrigin(candidate) !== null)
      const values = { 'access-control-request-method': asked, 'access-control-request-headers': list }
      for (const from of listed === undefined ? [text] : [text, listed]) {
        const decision = decide(compiled, request('OPTIONS', { origin: from, ...values }))
        expect(JSON.stringify(decision).length).toBeLessThan(2_000)
      }
    }),
  )
})

test('adding a header that the policy does not read changes nothing', () => {
  const read = new Set(['origin', 'access-control-request-method', 'access-control-request-headers'])
  const name = fc.oneof(
    fc.constantFrom(
      'referer',
      'cookie',
      'host',
      'x-forwarded-for',
      'forwarded',
      'sec-fetch-site',
      'x-origin',
      'vary',
    ),
    fc.stringMatching(/^[a-z][a-z-]{0,20}$/),
  )
  const unread = name.filter((candidate) => !read.has(candidate))
  fc.assert(
    fc.property(
      policyAndOrigin,
      method,
      headerList,
      unread,
      fc.string(),
      fc.boolean(),
      ([compiled, text], asked, list, added, value, isOptions) => {
        const sent = isOptions ? 'OPTIONS' : 'GET'
        const values = {
          origin: text,
          'access-control-request-method': asked,
          'access-control-request-headers': list,
        }
        expect(decide(compiled, request(sent, { ...values, [added]: value }))).toEqual(
          decide(compiled, request(sent, values)),
        )
      },
    ),
  )
})

test('deciding and explaining are total, and an explanation is short, printable ASCII', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    origin,
    headerList,
    fc.constant('\r\nset-cookie: a=b'),
  )
  fc.assert(
    fc.property(
      policy,
      fc.oneof(anything, fc.constant('OPTIONS')),
      anything,
      anything,
      anything,
      (compiled, sent, text, asked, list) => {
        const values = {
          origin: text,
          'access-control-request-method': asked,
          'access-control-request-headers': list,
        }
        const asking = request(sent, values)
        const explanation = explain(decide(compiled, asking), compiled, asking, {
          origins: 'ALLOWED_ORIGINS',
        })
        const texts = [
          explanation.summary,
          explanation.failed ?? '',
          explanation.change ?? '',
          ...explanation.checked,
        ]
        for (const line of texts) {
          expect(line).toMatch(/^[\x20-\x7e]*$/)
          expect(line.length).toBeLessThan(800)
        }
      },
    ),
    { numRuns: 1_000 },
  )
})
