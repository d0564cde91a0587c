import {
  type FetchRequest,
  type HeaderList,
  isRedirectTainted,
  normalizeMethod,
  preflightCauses,
} from '../../src/index.ts'
import type { Random } from './random.ts'
import { contentTypes, oddCharacters, ranges } from './request-values.ts'

/** The origins that take part: the page's server and another, on ports of their own. */
export interface Stage {
  readonly pagePort: number
  readonly otherPort: number
}

/** One random exchange: what the page asks, and what the server says at every hop. */
export interface Exchange {
  readonly id: string
  readonly request: FetchRequest
  readonly hops: readonly Hop[]
}

export interface Hop {
  readonly url: string
  readonly preflight: RawAnswer
  readonly response: RawAnswer
}

/** The head of an answer as it goes out, without framing unless the lines have some; null: the server hangs up instead. */
export type RawAnswer = {
  readonly statusLine: string
  readonly lines: readonly string[]
  /** Says how much of the lines goes out before the server hangs up, from 0 to 1; all of them, and a body, when it is absent. */
  readonly cutAt?: number
} | null

/** Makes one exchange. `id` names it in its URLs, so that no cache and no other exchange meets it. */
export function generateExchange(random: Random, id: string, stage: Stage): Exchange {
  const origin = random.chance(0.08) ? 'null' : `http://localhost:${stage.pagePort}`
  const urls = hopUrls(random, id, stage)
  const request: FetchRequest = {
    url: urls[0] ?? '',
    origin,
    method: method(random),
    headers: requestHeaders(random),
    credentials: random.pick(['include', 'include', 'omit', 'same-origin'] as const),
    mode: random.chance(0.94) ? 'cors' : random.pick(['no-cors', 'same-origin'] as const),
  }
  const mayHaveBody = !['GET', 'HEAD'].includes((request.method ?? 'GET').toUpperCase())
  const withBody = mayHaveBody && random.chance(0.3)
  const types = ['text/plain', 'application/json', 'application/x-www-form-urlencoded', null] as const
  const complete = withBody ? { ...request, body: { type: random.pick([...types]) } } : request
  const hops = urls.map((url, index): Hop => {
    const seen = urls.slice(0, index + 1).map((each) => new URL(each))
    const originSent = isRedirectTainted(seen, origin) ? 'null' : origin
    const preflight = answer(random, complete, originSent, preflightStatus(random), true)
    const next = urls[index + 1]
    const response = answer(random, complete, originSent, responseStatus(random, next !== undefined), false)
    return {
      url,
      preflight: random.chance(0.01)
        ? null
        : cut(random, withLocation(random, id, complete, preflight, undefined, stage)),
      response: random.chance(0.01)
        ? null
        : cut(random, withLocation(random, id, complete, response, next, stage)),
    }
  })
  return { id, request: complete, hops }
}

function hopUrls(random: Random, id: string, { pagePort, otherPort }: Stage): string[] {
  const count = random.chance(0.75)
    ? 1
    : random.chance(0.03)
      ? random.pick([20, 21, 22, 23])
      : random.pick([2, 2, 3, 4])
  const loops = count > 10
  const hosts = ['localhost', 'localhost', '127.0.0.1', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const
  const place = (): string => {
    const host = random.pick(hosts)
    const name = host.length === 1 ? `${host}.localhost` : host
    return `http://${name}:${random.chance(0.75) ? otherPort : pagePort}`
  }
  const first = place()
  return Array.from({ length: count }, (_, index) => {
    const base = index === 0 || loops || random.chance(0.2) ? first : place()
    return `${base}/${id}/${index}`
  })
}

function method(random: Random): string {
  if (random.chance(0.45)) return random.pick(['GET', 'POST', 'HEAD', 'get', 'Post'])
  if (random.chance(0.9)) {
    return random.pick([
      'PUT',
      'DELETE',
      'PATCH',
      'OPTIONS',
      'put',
      'delete',
      'patch',
      'Patch',
      'options',
      'PROPFIND',
      'propfind',
      'QUERY',
      'FOO',
      'x-y',
      'UNLINK',
      'PURGE',
      "!#$%&'*+-.^_`|~",
    ])
  }
  return random.pick(['CONNECT', 'trace', 'TRACK', 'IN VALID', '', 'M(', 'GÉT', '*'])
}

/** Values around every limit and byte rule of the safelist. */
function requestHeaders(random: Random): [string, string][] {
  const count = random.pick([0, 0, 1, 1, 1, 2, 3, 4])
  const headers = new Map<string, [string, string]>()
  for (let index = 0; index < count; index++) {
    const header = requestHeader(random)
    headers.set(header[0].toLowerCase(), header)
  }
  return random.chance(0.12) ? [...headers.values(), ...givenTwice(random)] : [...headers.values()]
}

/** One header in two spellings, so that a page's object can hold both. */
function givenTwice(random: Random): [string, string][] {
  const types = [
    'text/plain',
    'text/plain;x=1',
    'text/plain;',
    'multipart/form-data;;;',
    'application/json',
    'text/',
    '',
  ] as const
  const sized = (): string => 'a'.repeat(random.pick([1, 62, 63, 64, 127]))
  const [name, value] = random.pick<readonly [string, () => string]>([
    ['Content-Type', () => random.pick(types)],
    ['Accept', sized],
    ['Accept-Language', () => random.pick(['en', 'de;q=0.5', 'en_GB', ''])],
    ['Range', () => random.pick(['bytes=0-1', 'bytes=2-3', ''])],
  ])
  return [
    [`${name.slice(0, -1)}${name.slice(-1).toUpperCase()}`, value()],
    [`${name.slice(0, -2)}${name.slice(-2).toUpperCase()}`, value()],
  ]
}

type MakeHeader = () => [string, string]

function requestHeader(random: Random): [string, string] {
  const letter = random.pick(['a', 'x', '1'])
  const sized = letter.repeat(random.pick([1, 10, 126, 127, 128, 129, 130, 200]))
  const odd = random.pick(oddCharacters)
  const value = random.pick([sized, `a${odd}b`, odd, '', ' a ', 'en-GB, en;q=0.5', '*/*'])
  return random.pick<MakeHeader>([...usualHeaders(random, value, sized), ...specialHeaders(random)])()
}

/** Headers that a page may set. */
function usualHeaders(random: Random, value: string, sized: string): readonly [MakeHeader, ...MakeHeader[]] {
  return [
    () => ['Accept', value],
    () => [random.pick(['Accept', 'accept', 'ACCEPT']), sized],
    () => ['Accept-Language', value],
    () => ['Content-Language', value],
    () => [random.pick(['Content-Type', 'content-type', 'CONTENT-TYPE']), random.pick(contentTypes)],
    () => ['Content-Type', random.pick(contentTypes)],
    () => ['Range', random.pick(ranges)],
    () => ['Authorization', 'Bearer abc'],
    () => ['authorization', random.pick(['Basic YTpi', ''])],
    () => ['X-Custom', random.pick(['1', '', 'a, b'])],
    () => ['x-request-id', 'abc'],
    () => [random.pick(['X-Requested-With', 'x-b', 'X-a', 'A-b', 'zz', "!#$%&'*+-.^_`|~"]), 'v'],
    () => [
      random.pick(['If-None-Match', 'Cache-Control', 'Pragma', 'If-Modified-Since']),
      random.pick(['*', 'no-cache']),
    ],
  ]
}

/** Headers that are a browser's own, and names and values that are none. */
function specialHeaders(random: Random): MakeHeader[] {
  return [
    () => [
      random.pick([
        'Accept-Charset',
        'Accept-Encoding',
        'Connection',
        'Content-Length',
        'Cookie',
        'Date',
        'DNT',
      ]),
      '1',
    ],
    () => [
      random.pick(['Expect', 'Host', 'Keep-Alive', 'Origin', 'Referer', 'TE', 'Trailer', 'Upgrade', 'Via']),
      '1',
    ],
    () => [
      random.pick([
        'Sec-Fetch-Site',
        'sec-x',
        'Proxy-Authorization',
        'proxy-x',
        'Set-Cookie',
        'Cookie2',
        'Secx',
      ]),
      '1',
    ],
    () => ['Access-Control-Request-Headers', 'x'],
    () => [
      random.pick([
        'Save-Data',
        'DPR',
        'Device-Memory',
        'Viewport-Width',
        'Width',
        'RTT',
        'Downlink',
        'ECT',
        'User-Agent',
        'Priority',
        'Purpose',
        'From',
        'Access-Control-Request-Private-Network',
      ]),
      random.pick(['1', 'on']),
    ],
    () => [
      random.pick(['X-HTTP-Method', 'X-HTTP-Method-Override', 'X-Method-Override']),
      random.pick(['PUT', 'TRACE', 'put, track', 'xTRACE']),
    ],
    () => [random.pick(['', 'a b', 'a:b', 'é', 'x\n', '"x"']), '1'],
    () => ['X-Value', random.pick(['a\nb', 'a\0b', '\u0100', 'a\rb', '\n a \r\n', '\xff'])],
  ]
}

function preflightStatus(random: Random): number {
  if (random.chance(0.85)) return random.pick([200, 204, 204])
  return random.pick([
    200, 201, 202, 203, 205, 206, 207, 226, 299, 300, 301, 302, 303, 304, 305, 306, 307, 308, 399, 400, 401,
    403, 404, 405, 407, 410, 418, 422, 429, 499, 500, 501, 502, 503, 504, 599,
  ])
}

function responseStatus(random: Random, redirects: boolean): number {
  if (redirects) return random.pick([301, 302, 303, 307, 308])
  if (random.chance(0.7)) return 200
  return random.pick([
    200, 201, 202, 203, 204, 205, 206, 207, 299, 300, 301, 302, 303, 304, 305, 306, 307, 308, 399, 400, 401,
    403, 404, 405, 407, 407, 409, 410, 418, 422, 429, 451, 499, 500, 501, 502, 503, 504, 599,
  ])
}

/** The answer that would do, then, mostly, with something wrong about it. */
function answer(random: Random, request: FetchRequest, origin: string, status: number, preflight: boolean) {
  const credentialed = request.credentials === 'include'
  const lines: string[] = []
  const spoilt = random.chance(0.55) ? random.below(preflight ? 5 : 2) : -1
  lines.push(
    ...(spoilt === 0
      ? allowOrigin(random, origin)
      : [`${headerName(random, 'Access-Control-Allow-Origin')}: ${origin}`]),
  )
  lines.push(
    ...(spoilt === 1
      ? allowCredentials(random)
      : credentialed || random.chance(0.3)
        ? [`${headerName(random, 'Access-Control-Allow-Credentials')}: true`]
        : []),
  )
  if (preflight) {
    const method = ['delete', 'options', 'put'].includes((request.method ?? '').toLowerCase())
      ? (request.method ?? '').toUpperCase()
      : (request.method ?? 'GET')
    const names = [
      ...(request.headers ?? []).map(([name]) => name),
      ...(request.body ? ['content-type'] : []),
    ]
    lines.push(
      ...(spoilt === 2 || spoilt === 4
        ? allowMethods(random, method)
        : [`Access-Control-Allow-Methods: ${method}`]),
    )
    lines.push(
      ...(spoilt === 3 || spoilt === 4
        ? allowHeaders(random, names)
        : [`Access-Control-Allow-Headers: ${names.filter((name) => /^[\w-]+$/.test(name)).join(', ')}`]),
    )
    if (random.chance(0.2)) lines.push(`Access-Control-Max-Age: ${random.pick(['0', '5', '600', '-1', 'x'])}`)
  } else {
    lines.push(...exposed(random))
  }
  if (random.chance(0.05))
    lines.splice(
      random.below(lines.length + 1),
      0,
      random.pick(['Broken', ': x', 'A b: c', 'X-A:', '"q": 1', 'X-Odd: \xe9', 'Vary: Origin', 'X-Y :1']),
    )
  if (random.chance(0.05)) lines.splice(random.below(lines.length + 1), 0, ...confusing(random))
  if (random.chance(0.004)) lines.push(long(random))
  if (random.chance(0.3)) lines.reverse()
  return { statusLine: `HTTP/1.1 ${status} ${random.pick(['OK', 'No Content', '', 'Some Text'])}`, lines }
}

/** Lines on the body, or on what to do with it, that browsers read before the page may read anything. */
function confusing(random: Random): string[] {
  return random.pick<string[]>([
    ['Content-Length: 2, 3'],
    ['Content-Length: 2, 2'],
    ['Content-Length: 2,'],
    ['Content-Length: 2a'],
    ['Content-Length: 2', 'Content-Length: 3'],
    ['Content-Length: 2', 'Content-Length: 2'],
    ['Content-Length: 2a', 'Content-Length: 2'],
    ['Transfer-Encoding: chunked', 'Content-Length: 2, 3'],
    ['Content-Length: 2', 'Transfer-Encoding: chunked', 'Content-Length: 3'],
    ['Transfer-Encoding: Chunked'],
    ['Transfer-Encoding: gzip'],
    ['Transfer-Encoding: gzip', 'Content-Length: 2'],
    ['Transfer-Encoding: identity'],
    ['Content-Disposition: attachment; filename=a', 'Content-Disposition: attachment; filename=b'],
    ['Content-Disposition: inline', 'Content-Disposition: inline'],
    ['Content-Disposition: inline', 'Content-Disposition:'],
  ])
}

/** A line that brings the head near one of the limits that browsers have. */
function long(random: Random): string {
  const limit = random.pick([64, 256, 384]) * 1024
  return `X-Long: ${'x'.repeat(limit + random.pick([-2048, -1024, 1, 1024, 70_000]))}`
}

/** Sometimes a head that breaks off, though not within a URL: what is left of one may lead anywhere. */
function cut(random: Random, raw: RawAnswer): RawAnswer {
  if (raw === null || !random.chance(0.02) || raw.lines.some((line) => /^location:/i.test(line))) return raw
  return { ...raw, cutAt: random.pick([random.next(), random.next(), 1]) }
}

function headerName(random: Random, name: string): string {
  return random.chance(0.85) ? name : random.chance(0.5) ? name.toLowerCase() : name.toUpperCase()
}

function allowOrigin(random: Random, origin: string): string[] {
  const name = headerName(random, 'Access-Control-Allow-Origin')
  const port = /:(\d+)$/.exec(origin)?.[1] ?? '80'
  const one = random.pick<string | null>([
    null,
    '*',
    '*',
    '*',
    'null',
    `${origin}/`,
    origin.toUpperCase(),
    origin.replace('http', 'HTTP'),
    origin.replace('http:', 'https:'),
    origin.replace(port, '1'),
    'http://localhost',
    'http://example.com',
    '',
    `"${origin}"`,
    `${origin}, ${origin}`,
    `${origin},`,
    `${origin} ${origin}`,
    `${origin}, *`,
    '*, *',
    '**',
    'true',
    origin.replace('localhost', '*'),
    origin.replace('localhost', 'localhost.'),
    `\t${origin}\t`,
    `  ${origin}  `,
    `* `,
    `\xe9${origin}`,
    'NULL',
    'undefined',
    origin.slice(0, -1),
    `<${origin}>`,
    `${origin};`,
    `${origin}#`,
    `${origin}\xa0`,
    `${origin}\x0b`,
  ])
  return random.pick<() => string[]>([
    () => (one === null ? [] : [`${name}: ${one}`]),
    () => (one === null ? [] : [`${name}: ${one}`]),
    () => (one === null ? [] : [`${name}: ${one}`]),
    () => [`${name}:${origin}`],
    () => [`${name}: ${origin}`, `${name.toLowerCase()}: ${origin}`],
    () => [`${name}: ${origin}`, `${name}: *`],
    () => [`${name}: *`, `${name}: ${origin}`],
    () => [`${name}: *`, `${name}: *`],
    () => [`${name}: `, `${name}: ${origin}`],
    () => [`${name}: ${origin}`, `${name}:`],
    () => [`Allow-Control-Allow-Origin: ${origin}`],
    () => [`Access-Control-Allow-Origins: ${origin}`],
    () => [`Access-Control-Allow-Orgin: ${origin}`],
    () => [`${name} : ${origin}`],
    () => [`${name}:`, ` ${origin}`],
    () => [`X-A: 1`, ` ${name}: ${origin}`],
    () => [`${name}=${origin}`],
  ])()
}

function allowCredentials(random: Random): string[] {
  const name = 'Access-Control-Allow-Credentials'
  return random.pick<string[]>([
    [],
    [],
    [`${name}: true`],
    [`${name}: True`],
    [`${name}: TRUE`],
    [`${name}: 1`],
    [`${name}: false`],
    [`${name}: yes`],
    [`${name}:`],
    [`${name}: true`, `${name}: true`],
    [`${name}: true`, `${name}: false`],
    [`${name}: false`, `${name}: true`],
    [`${name}: true, true`],
    [`${name}:   true  `],
    [`${name}:\ttrue\t`],
    [`${name}: "true"`],
    [`${name}: *`],
    [`${name}: true;`],
    [`${name}:`, `${name}: true`],
  ])
}

function allowMethods(random: Random, method: string): string[] {
  const name = headerName(random, 'Access-Control-Allow-Methods')
  const one = random.pick([
    '*',
    '*',
    method,
    method.toLowerCase(),
    method.toUpperCase(),
    'GET',
    'GET, POST',
    'GET, HEAD, POST, PUT, DELETE, PATCH, OPTIONS',
    `GET,${method}`,
    `GET , ${method}`,
    `GET\t,\t${method}`,
    `,${method}`,
    `${method},`,
    `,, ${method} ,,`,
    `GET ${method}`,
    `"${method}"`,
    `${method};q=1`,
    `${method}, G(T`,
    `${method}, @`,
    `${method}, a b`,
    '',
    ',',
    `*, ${method}`,
    `GET, *`,
    '**',
    `${method}, \xe9`,
    `${method}/`,
    `${method}, "x"`,
    `GET; ${method}`,
    `${method}, x=y`,
    `(${method})`,
  ])
  return random.pick<string[]>([
    [],
    [`${name}: ${one}`],
    [`${name}: ${one}`],
    [`${name}: ${one}`],
    [`${name}: ${one}`],
    [`${name}: GET`, `${name}: ${one}`],
    [`${name}: ${one}`, `${name}: POST`],
    [`${name}:`, `${name}: ${one}`],
    ['Allow-Control-Allow-Methods: *'],
    [`Allow: ${method}`],
  ])
}

function allowHeaders(random: Random, requested: readonly string[]): string[] {
  const name = headerName(random, 'Access-Control-Allow-Headers')
  const names = requested.filter((each) => /^[\w-]+$/.test(each))
  const list = names.join(', ')
  const one = random.pick([
    '*',
    '*',
    '*',
    list,
    list.toUpperCase(),
    list.toLowerCase(),
    names.join(','),
    names.join(' , '),
    names.join('\t,\t'),
    names.join(' '),
    names.join(';'),
    names.slice(1).join(', '),
    names.slice(0, -1).join(', '),
    'content-type',
    'authorization',
    `*, authorization`,
    `Authorization, *`,
    `${list}, *`,
    `,${list}`,
    `${list},`,
    `${list},,`,
    `${list}, a b`,
    `${list}, "x"`,
    `${list}, (`,
    `${list}, @x`,
    `"${list}"`,
    '',
    ',',
    `${list}, \xe9`,
    `${list}, x=y`,
    `${list}, x/y`,
    `x:y, ${list}`,
    `${list}, x;y`,
    '**',
    `${list}\x0b`,
    `accept, accept-language, content-language, range, ${list}`,
  ])
  return random.pick<string[]>([
    [],
    [`${name}: ${one}`],
    [`${name}: ${one}`],
    [`${name}: ${one}`],
    [`${name}: ${one}`],
    [`${name}: x-other`, `${name}: ${one}`],
    [`${name}: ${one}`, `${name}: x-other`],
    names.map((each) => `${name}: ${each}`),
    [`${name}: ${one}`, `${name}:`],
    ['Allow-Control-Allow-Headers: *'],
  ])
}

function exposed(random: Random): string[] {
  const lines = [
    'X-A: 1',
    'X-B: 2',
    'ETag: "x"',
    'X-A: 3',
    'Expires: 0',
    'Pragma: x',
    'Last-Modified: x',
    'Set-Cookie: c=1',
    'Cache-Control: no-store',
    'Content-Language: en',
    'Authorization: y',
    'Content-Type: text/plain',
  ].filter(() => random.chance(0.25))
  const name = headerName(random, 'Access-Control-Expose-Headers')
  if (random.chance(0.5)) return lines
  const one = random.pick([
    '*',
    '*',
    'X-A',
    'x-a, x-b',
    'X-A,X-B',
    'x-a , x-b',
    ',x-a',
    'x-a,',
    'x-a x-b',
    'x-a, a b',
    'x-a, "x-b"',
    'x-a;x-b',
    '*, x-a',
    'x-a, *',
    '',
    ',',
    'set-cookie, x-a',
    'x-a, (',
    'etag',
    '"etag"',
    'x-a, \xe9',
    'authorization',
    'x-a\t,x-b',
    'x-a, x=y',
    'x-a, @',
  ])
  return [...lines, `${name}: ${one}`, ...(random.chance(0.1) ? [`${name}: x-b`] : [])]
}

/**
 * Tells whether no browser asks first. An empty `Location` leads to the same URL again, where a browser that did ask may remember
 * the answer: that cache is no part of the model.
 */
function isSimple({ method = 'GET', headers = [], body }: FetchRequest): boolean {
  const engines = ['standard', 'chromium', 'firefox', 'webkit'] as const
  const sent: HeaderList = body?.type ? [...headers, ['Content-Type', body.type]] : headers
  return engines.every((engine) => preflightCauses(normalizeMethod(method), sent, engine).length === 0)
}

function withLocation(
  random: Random,
  id: string,
  request: FetchRequest,
  raw: { statusLine: string; lines: string[] },
  next: string | undefined,
  stage: Stage,
): RawAnswer {
  const { statusLine, lines } = raw
  if (next === undefined) {
    if (!/ 3\d\d /.test(statusLine) || random.chance(0.3)) return raw
    if (random.chance(0.2) && isSimple(request))
      return { statusLine, lines: [...lines, `Location:${random.pick(['', ' ', ' \t '])}`] }
    const place = `http://localhost:${stage.otherPort}`
    // No `mailto:` here: a `no-cors` redirect to it makes Firefox replace the page with its mail handler.
    const strange = random.pick([
      'data:text/plain,x',
      'foo:x',
      'ftp://localhost/',
      'about:blank',
      'file:///etc/hostname',
      'javascript:1',
      `http://[`,
      'http://a b/',
      'http://',
      'http://localhost:99999/',
      `http://localhost:6000/`,
      `http://user@localhost:${stage.otherPort}/${id}/99`,
      `http://user:pass@localhost:${stage.pagePort}/${id}/99`,
      `http://:pass@localhost:${stage.otherPort}/${id}/99`,
      `ws://localhost:${stage.otherPort}/${id}/99`,
      'blob:x',
    ])
    return {
      statusLine,
      lines: [...lines, `Location: ${random.chance(0.9) ? strange : place.replace('http', 'foo')}`],
    }
  }
  const location = random.chance(0.9)
    ? next
    : random.pick([
        `${next}#frag`,
        ` ${next} `,
        next.replace('localhost', 'LocalHost'),
        next.replace('http:', 'HTTP:'),
      ])
  const withUser = random.chance(0.04)
    ? next.replace('://', random.pick(['://user@', '://user:pass@', '://@']))
    : location
  return { statusLine, lines: [...lines, `${random.chance(0.9) ? 'Location' : 'location'}: ${withUser}`] }
}
