import type { FetchRequest, HeaderList } from '@next-cross-origin/browser'
import { describe, expect, it } from 'vitest'
import { examineGiven, type Failure, type Response, type Result, resultOf, textOf } from '../src/index.ts'

const origin = 'https://app.example.com'
const url = 'https://api.example.com/items'

interface Given {
  readonly request?: Partial<FetchRequest>
  readonly preflight?: Response
  readonly answers?: readonly Response[]
  readonly failure?: Failure
}

function reply(
  status: number,
  headers: Record<string, string | readonly string[]> = {},
  body = '',
): Response {
  const lines: HeaderList = Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().map((value) => [name, value] as const),
  )
  return { status, statusText: '', headers: lines, body }
}

/** Holds the doctor's answer about an exchange, as data and as the terminal shows it. */
function said({ answers = [], failure, preflight, request }: Given): Result & { readonly words: string } {
  const asked: FetchRequest = { url, origin, ...request }
  const given = {
    preflight: preflight ?? null,
    request: answers,
    ...(failure === undefined ? {} : { failure }),
  }
  const examination = examineGiven(asked, given)
  return { ...resultOf(asked, examination), words: textOf(asked, examination) }
}

const json = { 'Content-Type': 'application/json' }
const put: Partial<FetchRequest> = { method: 'PUT' }

/** One sentence about advice: what it has to say, and what it must not say. */
interface Sentence {
  readonly name: string
  readonly given: Given
  readonly cause?: string
  readonly side?: string | null
  readonly says?: readonly RegExp[]
  readonly neverSays?: readonly RegExp[]
}

const addHeaders = /[Ss]end these header lines|Add the CORS headers|Access-Control-Allow-Origin: https/
const sentences: readonly Sentence[] = [
  {
    name: 'prints no code that allows `Origin: null` for a page opened as a file',
    given: { request: { origin: 'null' }, answers: [reply(200, { 'X-Powered-By': 'Express' })] },
    side: 'client',
    says: [/over http/],
    neverSays: [/Access-Control-Allow-Origin: null/, /origin: \['null'\]/],
  },
  {
    name: 'advises the page to stop sending Access-Control-Allow-Origin, instead of allowing it as a request header',
    given: {
      request: { headers: [['Access-Control-Allow-Origin', '*']] },
      preflight: reply(204, { 'Access-Control-Allow-Origin': '*' }),
    },
    cause: 'response-header-sent-as-request-header',
    side: 'client',
    says: [/Remove `access-control-allow-origin`/],
    neverSays: [/Access-Control-Allow-Headers: access-control-allow-origin/],
  },
  ...['/login?next=%2Fitems', '/users/sign_in', '/auth/realms/x'].map((path) => ({
    name: `does not tell the page to call the login page ${path}`,
    given: { answers: [reply(302, { Location: `https://api.example.com${path}` })] },
    side: 'server',
    says: [/login page/, /401/],
    neverSays: [/Call `https/, /call that one/],
  })),
  {
    name: 'says that the host differs, and not "from http to https", where a redirect changes both',
    given: {
      request: { url: 'http://example.com/items', origin: 'http://app.example.com' },
      answers: [reply(301, { Location: 'https://www.example.org/items' })],
    },
    says: [/another host, www\.example\.org/],
    neverSays: [/from http to https/],
  },
  {
    name: 'says "from http to https" where nothing else differs',
    given: {
      request: { url: 'http://example.com/items', origin: 'http://app.example.com' },
      answers: [reply(301, { Location: 'https://example.com/items' })],
    },
    side: 'client',
    says: [/from http to https/],
  },
  {
    name: 'does not say "start the server" for a name that does not exist',
    given: { failure: { code: 'unreachable', detail: 'getaddrinfo ENOTFOUND api.example.com' } },
    cause: 'name-not-found',
    side: 'client',
    says: [/no host named/],
    neverSays: [/[Ss]tart the server/],
  },
  {
    name: 'does not add CORS headers to a 401 of basic authentication in front',
    given: {
      request: put,
      preflight: reply(401, { 'WWW-Authenticate': 'Basic realm="x"', Server: 'nginx' }),
    },
    side: 'gateway',
    says: [/Exempt OPTIONS/],
    neverSays: [addHeaders],
  },
  {
    name: 'does not add CORS headers to a 413 of nginx',
    given: {
      request: { method: 'POST', body: { type: 'text/plain' } },
      answers: [
        reply(413, { Server: 'nginx' }, '<html><head><title>413</title></head><center>nginx</center>'),
      ],
    },
    cause: 'body-too-large',
    side: 'gateway',
    says: [/client_max_body_size/],
    neverSays: [addHeaders],
  },
  ...[
    [502, { Server: 'cloudflare', 'CF-RAY': 'x' }, '<center>cloudflare</center>', /Cloudflare/],
    [504, { 'X-Vercel-Error': 'FUNCTION_INVOCATION_TIMEOUT', 'X-Vercel-Id': 'x' }, '', /Vercel/],
    [502, { Server: 'nginx' }, '<center>nginx/1.22.1</center>', /nginx/],
    [504, { Server: 'awselb/2.0' }, '<center>awselb/2.0</center>', /AWS load balancer/],
    [503, { Server: 'heroku' }, 'herokucdn.com/error-pages/application-error.html', /Heroku/],
  ].map(([status, headers, body, who]) => ({
    name: `does not add CORS headers to a ${status} of ${String(who).slice(1, -1)}`,
    given: { answers: [reply(status as number, headers as Record<string, string>, body as string)] },
    cause: 'gateway-error',
    side: 'gateway',
    says: [who as RegExp, /log of the application/],
    neverSays: [addHeaders],
  })),
  {
    name: 'changes the page where a slash at the end redirects',
    given: { request: put, preflight: reply(308, { Location: '/items/' }) },
    side: 'client',
    says: [/trailing slash/, /items\//],
  },
  {
    name: 'changes the page where two slashes redirect',
    given: {
      request: { ...put, url: 'https://api.example.com//items' },
      preflight: reply(308, { Location: '/items' }),
    },
    side: 'client',
    says: [/double slash/],
  },
  ...['traceparent', 'sentry-trace', 'x-datadog-trace-id', 'cache-control', 'pragma', 'if-none-match'].map(
    (name) => ({
      name: `changes the page that sends ${name}`,
      given: {
        request: { headers: [[name, 'x']] as HeaderList },
        preflight: reply(204, { 'Access-Control-Allow-Origin': '*' }),
      },
      side: 'client',
      says: [/Tell the tracing library|Remove it from the call/],
    }),
  ),
  {
    name: 'changes the page whose URL has no scheme',
    given: { request: { url: 'localhost:4000/items' } },
    cause: 'unsupported-scheme',
    side: 'client',
    says: [/no scheme/, /http:\/\/localhost:4000/],
  },
  ...(
    [
      ['`Vary: Origin`', reply(200, { ...json, Vary: 'Accept, Origin' })],
      ['credentials without an origin', reply(200, { ...json, 'Access-Control-Allow-Credentials': 'true' })],
      ["the body's first bytes", reply(403, {}, 'Not allowed by CORS')],
      ['a body in JSON', reply(403, json, '{"error":"CORS: origin is not allowed"}')],
    ] as const
  ).map(([name, answer]) => ({
    name: `tells "your origin is not on their list" from "no CORS at all" by ${name}`,
    given: { answers: [answer] },
    says: [/list/, /decide by origin/],
  })),
  {
    name: 'says that there is no CORS at all where nothing hints at a list',
    given: { answers: [reply(200, json)] },
    cause: 'allow-origin-missing',
    neverSays: [/list/],
  },
  {
    name: 'sees a cache between (Age), which hands on the answer to another page',
    given: { answers: [reply(200, { 'Access-Control-Allow-Origin': 'https://www.example.com', Age: '40' })] },
    says: [/cache/, /Age: 40/, /Vary: Origin/],
  },
  {
    name: 'names the second writer of a doubled header (Via)',
    given: {
      answers: [
        reply(200, {
          'Access-Control-Allow-Origin': [origin, '*'],
          Via: '1.1 varnish',
          'X-Powered-By': 'Express',
        }),
      ],
    },
    cause: 'allow-origin-multiple',
    says: [/1\.1 varnish/, /not from both/],
  },
  {
    name: 'tells from the preflight which of two writers answers',
    given: {
      request: put,
      preflight: reply(204, { 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Methods': 'PUT' }),
      answers: [reply(200, { 'Access-Control-Allow-Origin': [origin, origin] })],
    },
    says: [/preflight's answer has it once/],
  },
]

describe('what the doctor advises', () => {
  it.each(sentences)('$name', ({ cause, given, neverSays = [], says = [], side }) => {
    const { reason, words, ...result } = said(given)
    expect(result.verdict).toBe('blocked')
    if (cause !== undefined) expect(reason).toBe(cause)
    if (side !== undefined) expect(result.side).toBe(side)
    for (const pattern of says) expect(words).toMatch(pattern)
    for (const pattern of neverSays) expect(words).not.toMatch(pattern)
  })

  it('adds to a policy instead of replacing it, so that the next calls pass too', () => {
    const { code } = said({
      request: { headers: [['Authorization', 'Bearer x']] },
      preflight: reply(404, {
        'X-Powered-By': 'Express',
        'Access-Control-Allow-Origin': 'https://other.example',
      }),
    })
    // No list of methods or headers, which would leave some out; and the origin that was allowed stays.
    expect(code).toContain("app.use(cors({ origin: ['https://app.example.com', 'https://other.example'] }))")
  })

  it.each([
    ['socket.io', '/socket.io/?EIO=4', {}, ''],
    [
      'nest',
      '/items',
      { 'X-Powered-By': 'Express' },
      '{"message":"Cannot OPTIONS /items","error":"Not Found","statusCode":404}',
    ],
    [
      'fastify',
      '/items',
      json,
      '{"message":"Route OPTIONS:/items not found","error":"Not Found","statusCode":404}',
    ],
    ['next', '/items', { 'X-Powered-By': 'Next.js' }, ''],
    ['fastapi', '/items', json, '{"detail":"Method Not Allowed"}'],
    ['flask', '/items', { Server: 'Werkzeug/3.0 Python/3.12' }, ''],
    ['php', '/items', { 'X-Powered-By': 'PHP/8.2' }, ''],
    ['spring', '/items', {}, 'Invalid CORS request'],
    ['rails', '/items', { 'X-Runtime': '0.012' }, ''],
  ] as const)('prints the code for %s where that answered, in the data too', (name, path, headers, body) => {
    const {
      code,
      for: software,
      side,
      words,
    } = said({
      request: { ...put, url: `https://api.example.com${path}` },
      preflight: reply(404, headers, body),
    })
    expect(software).toBe(name)
    expect(side).toBe('server')
    for (const line of (code ?? '').split('\n')) expect(words).toContain(line)
  })
})

describe('who answered instead of the application', () => {
  it.each([
    ['Cloudflare', { Server: 'cloudflare', 'CF-Ray': '8f00aa-FRA' }],
    ['nginx', { Server: 'nginx/1.25.3' }],
    ['Vercel', { 'X-Vercel-Id': 'fra1::abc' }],
  ])('%s, which only a header names, when the application gives no answer', (name, headers) => {
    const { code, reason, side, explanation } = said({ answers: [reply(502, headers)] })
    expect({ code, reason, side }).toEqual({ code: null, reason: 'gateway-error', side: 'gateway' })
    expect(explanation).toContain(`${name} answered`)
  })

  it.each([
    ['https://vercel.com/sso-api?url=https%3A%2F%2Fx.vercel.app', /Deployment Protection/],
    ['https://team.cloudflareaccess.com/cdn-cgi/access/login', /Cloudflare Access/],
    ['https://login.microsoftonline.com/common/oauth2/authorize', /login wall/i],
  ])('a login wall that a redirect has led to: %s', (wall, words) => {
    const redirect = reply(302, { 'Access-Control-Allow-Origin': origin, Location: wall })
    const { reason, side, explanation } = said({ answers: [redirect, reply(200)] })
    expect({ reason, side }).toEqual({ reason: 'login-wall', side: 'gateway' })
    expect(explanation).toMatch(words)
  })
})

describe('loads without CORS', () => {
  const image = { mode: 'no-cors', element: 'image', credentials: 'include' } as const
  it('a document for an image, which browsers keep from it', () => {
    const { browsers, fix, reason, side } = said({
      request: image,
      answers: [reply(200, { 'Content-Type': 'text/html' }, '<!doctype html><title>Sign in</title>')],
    })
    expect({ reason, side }).toEqual({ reason: 'opaque-response-blocked', side: 'client' })
    expect(browsers).toEqual({ chromium: 'blocked', firefox: 'blocked', webkit: 'allowed' })
    expect(fix).toContain('login page')
  })

  it('an image that says it is HTML, and is not', () => {
    const { reason } = said({
      request: image,
      answers: [reply(200, { 'Content-Type': 'text/html' }, '\x89PNG')],
    })
    expect(reason).toBe('opaque-response')
  })

  it('an image for a page whose embedder policy wants consent', () => {
    const { fix, reason, explanation } = said({
      request: { ...image, embedderPolicy: 'require-corp' },
      answers: [reply(200, { 'Content-Type': 'image/png' })],
    })
    expect(reason).toBe('resource-policy')
    expect(explanation).toContain('Cross-Origin-Embedder-Policy: require-corp')
    expect(fix).toContain('Cross-Origin-Resource-Policy: cross-origin')
  })
})

describe('what an allowed call gets', () => {
  it('says that a redirect which is not followed cannot be read', () => {
    const redirect = reply(302, { 'Access-Control-Allow-Origin': origin, Location: '/b', Vary: 'Origin' })
    const { explanation, reason } = said({ request: { redirect: 'manual' }, answers: [redirect] })
    expect(reason).toBe('opaque-redirect')
    expect(explanation).toContain('reads no status and no `Location`')
    expect(said({ request: { redirect: 'error' }, answers: [redirect] })).toMatchObject({
      reason: 'redirect-not-followed',
      side: 'client',
    })
  })

  it('names what a script reads, what it does not, how long it need not ask, and what may stand in between', () => {
    const cors = { 'Access-Control-Allow-Origin': origin, Vary: 'Origin' }
    const { words } = said({
      request: put,
      preflight: reply(204, {
        ...cors,
        'Access-Control-Allow-Methods': 'PUT',
        'Access-Control-Max-Age': '86400',
      }),
      answers: [
        reply(200, {
          ...cors,
          ...json,
          'X-Total-Count': '7',
          'X-Request-Id': 'a',
          'Access-Control-Expose-Headers': 'x-request-id',
        }),
      ],
    })
    expect(words).toContain('Readable   content-type, x-request-id')
    expect(words).toContain('Hidden     x-total-count (until Access-Control-Expose-Headers names them)')
    expect(words).toContain('Chromium 7200 s, Firefox 86400 s, WebKit 600 s')
    expect(words).toContain('a service worker, an extension')
    expect(words.split('\n').length).toBeLessThanOrEqual(24)
  })

  it('says in which browsers a cookie goes along with the next call', () => {
    const answer = reply(200, {
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Allow-Credentials': 'true',
      Vary: 'Origin',
      'Set-Cookie': ['a=1; Secure; SameSite=None; Partitioned', 'b=1; SameSite=Strict'],
    })
    const { words } = said({
      request: { credentials: 'include', url: 'https://api.other.example/items' },
      answers: [answer],
    })
    expect(words).toMatch(/Cookie {5}a goes along in Chromium.*; not in WebKit/)
    expect(words).toContain('Cookie     b goes along in no browser')
  })
})
