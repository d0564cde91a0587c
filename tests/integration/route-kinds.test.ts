import { createHmac, timingSafeEqual } from 'node:crypto'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import * as z from 'zod/mini'
import { send } from '@/lib/client/client'
import { apiConfig } from '@/lib/config/api'
import type { RouteFacts } from '@/lib/contract/routes'
import { withSchemas } from '@/lib/contract/types'
import { compileApiSettings } from '@/lib/gate/api-settings'
import { implement } from '@/lib/gate/handler'
import { Problem } from '@/lib/gate/problem'
import { apiOrigin, dashboardOrigin, Page, problemOf, signedIn } from './api'

/** One route of each kind that docs/routes.md describes, and what each refuses. */

const facts = {
  picture: {
    path: '/api/pictures/{name}',
    session: 'required',
    methods: { PATCH: { body: { types: ['image/png', 'image/webp'], maxBytes: 4_000_000 } } },
  },
  setting: {
    path: '/api/settings/{name}',
    session: 'required',
    methods: { PUT: { body: { types: ['application/json'], maxBytes: 1_000 } } },
  },
  defaults: { path: '/api/settings/defaults', session: 'none', cors: 'public', methods: { GET: {} } },
  webhook: {
    path: '/api/webhooks/billing',
    session: 'signature',
    methods: { POST: { body: { types: 'any', maxBytes: 10_000 } } },
  },
  ticks: { path: '/api/ticks', session: 'required', methods: { GET: { stream: true } } },
} as const satisfies Record<string, RouteFacts>

const params = z.object({ name: z.string() })
const routes = {
  picture: withSchemas(facts.picture, {
    params,
    PATCH: { summary: 'Keeps a picture.', answer: z.object({ type: z.string(), bytes: z.int() }) },
  }),
  setting: withSchemas(facts.setting, {
    params,
    PUT: { summary: 'Sets a value.', body: z.strictObject({ value: z.string() }), answer: null },
  }),
  defaults: withSchemas(facts.defaults, {
    GET: { summary: 'Reads the defaults.', answer: z.object({ theme: z.string() }) },
  }),
  webhook: withSchemas(facts.webhook, {
    POST: { summary: 'Hears about a payment.', answer: null, problems: ['forbidden'] },
  }),
  ticks: withSchemas(facts.ticks, {
    GET: { summary: 'Counts.', answer: z.object({ count: z.int() }) },
  }),
}

const known = () => compileApiSettings(apiConfig(), Object.values(facts))
const secret = 'a secret that the sender of the webhook knows, too'
const heard: Uint8Array[] = []
const left = vi.fn()

const handlers = {
  picture: implement(
    routes.picture,
    {
      PATCH: ({ bytes, request }) => ({
        type: request.headers.get('content-type') ?? '',
        bytes: bytes.byteLength,
      }),
    },
    known,
  ),
  setting: implement(routes.setting, { PUT() {} }, known),
  defaults: implement(routes.defaults, { GET: () => ({ theme: 'light' }) }, known),
  webhook: implement(
    routes.webhook,
    {
      POST({ bytes, request }) {
        const expected = createHmac('sha256', secret).update(bytes).digest()
        const sent = Buffer.from(request.headers.get('x-signature') ?? '', 'hex')
        if (sent.length !== expected.length || !timingSafeEqual(sent, expected))
          throw new Problem('forbidden', 'The signature is not that of the sender.')
        heard.push(bytes)
      },
    },
    known,
  ),
  ticks: implement(
    routes.ticks,
    {
      async *GET() {
        try {
          for (let count = 1; count <= 3; count++) yield { count, secret: 'not in the contract' }
        } finally {
          left()
        }
      },
    },
    known,
  ),
}

type Name = keyof typeof routes
type Init = Omit<RequestInit, 'headers'> & { headers?: Record<string, string> }

/** Calls a route as the dashboard would, but for `init`. */
function ask(name: Name, method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'OPTIONS', init: Init = {}) {
  const path = routes[name].path.replace('{name}', 'example')
  const request = new Request(`${apiOrigin()}${path}`, { ...init, method })
  return handlers[name][method](request, { params: Promise.resolve({ name: 'example' }) })
}

let cookie = ''
let page: Page

beforeAll(async () => {
  page = await signedIn()
  cookie = [...page.jar].map(([name, value]) => `${name}=${value}`).join('; ')
})

const fromDashboard = (headers: Record<string, string> = {}) => ({
  origin: dashboardOrigin(),
  cookie,
  ...headers,
})
const codeOf = async (response: Response) => `${response.status} ${(await problemOf(response)).code}`

describe('a body of another type', () => {
  const picture = new Uint8Array(3_000_000).fill(7)

  test('arrives as it was sent, three million bytes of it', async () => {
    const response = await ask('picture', 'PATCH', {
      headers: fromDashboard({ 'content-type': 'image/png' }),
      body: picture,
    })
    expect(await response.json()).toEqual({ type: 'image/png', bytes: 3_000_000 })
  })

  test.each([
    'multipart/form-data; boundary=x',
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json',
    'image/svg+xml',
    'image/png, text/plain',
    '',
  ])('is refused as %j', async (type) => {
    const response = await ask('picture', 'PATCH', {
      headers: fromDashboard({ 'content-type': type }),
      body: picture.slice(0, 10),
    })
    expect(await codeOf(response)).toBe('415 unsupported_media_type')
  })

  test('is refused over the limit of its route, declared or counted', async () => {
    const declared = { 'content-type': 'image/png', 'content-length': '4000001' }
    expect(await codeOf(await ask('picture', 'PATCH', { headers: fromDashboard(declared) }))).toBe(
      '413 payload_too_large',
    )
    const counted = await ask('picture', 'PATCH', {
      headers: fromDashboard({ 'content-type': 'image/png' }),
      body: new Uint8Array(4_000_001),
    })
    expect(await codeOf(counted)).toBe('413 payload_too_large')
  })
})

describe('PUT', () => {
  const json = { 'content-type': 'application/json' }

  test('is answered where a route offers it, and a preflight may ask for it', async () => {
    const body = JSON.stringify({ value: 'dark' })
    expect((await ask('setting', 'PUT', { headers: fromDashboard(json), body })).status).toBe(204)
    const preflight = await ask('setting', 'OPTIONS', {
      headers: {
        origin: dashboardOrigin(),
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'content-type',
      },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT')
  })

  test('is refused from a foreign origin, without a session, and with another JSON', async () => {
    const body = JSON.stringify({ value: 'dark' })
    const outcomes = [
      await ask('setting', 'PUT', {
        headers: { ...fromDashboard(json), origin: 'https://evil.example' },
        body,
      }),
      await ask('setting', 'PUT', { headers: { ...json, origin: dashboardOrigin() }, body }),
      await ask('setting', 'PUT', { headers: fromDashboard(json), body: '{"other":1}' }),
    ]
    expect(await Promise.all(outcomes.map(codeOf))).toEqual([
      '403 origin_not_allowed',
      '401 not_signed_in',
      '400 invalid_request',
    ])
  })
})

describe('a public route', () => {
  test.each(['https://evil.example', 'null', undefined])(
    'is read from %s, without credentials',
    async (origin) => {
      const response = await ask('defaults', 'GET', { headers: { cookie, ...(origin ? { origin } : {}) } })
      expect(await response.json()).toEqual({ theme: 'light' })
      expect(response.headers.get('access-control-allow-origin')).toBe(origin ? '*' : null)
      expect(response.headers.has('access-control-allow-credentials')).toBe(false)
      expect(response.headers.get('cross-origin-resource-policy')).toBe(
        origin ? 'cross-origin' : 'same-origin',
      )
      expect(response.headers.get('vary')).toContain('Origin')
    },
  )

  test('wins over the pattern beside it, because names come first', async () => {
    expect((await ask('defaults', 'HEAD')).status).toBe(200)
  })

  test('answers no preflight for anything but reading', async () => {
    const preflight = (method: string, headers = '') =>
      ask('defaults', 'OPTIONS', {
        headers: {
          origin: 'https://evil.example',
          'access-control-request-method': method,
          'access-control-request-headers': headers,
        },
      })
    const answers = [
      await preflight('GET'),
      await preflight('POST'),
      await preflight('PUT'),
      await preflight('GET', 'authorization'),
    ]
    expect(answers.map(({ status }) => status)).toEqual([204, 403, 403, 403])
  })
})

test('the description of the API is public', async () => {
  const response = await new Page({ origin: 'https://evil.example' }).send('GET', '/api/openapi.json')
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect(await response.json()).toMatchObject({ openapi: '3.1.1', servers: [{ url: apiOrigin() }] })
})

describe('a webhook', () => {
  const body = '{"paid":\u00a01}'
  const sign = (text: string) => createHmac('sha256', secret).update(text).digest('hex')

  test('takes a body of any type, and its handler the very bytes', async () => {
    for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded']) {
      const headers = { 'content-type': type, 'x-signature': sign(body) }
      expect((await ask('webhook', 'POST', { headers, body })).status).toBe(204)
    }
    expect(heard.map((bytes) => Buffer.from(bytes).toString())).toEqual([body, body, body])
  })

  test('refuses a signature that is not the sender’s', async () => {
    const wrong = { 'content-type': 'application/json', 'x-signature': sign('another body') }
    expect(await codeOf(await ask('webhook', 'POST', { headers: wrong, body }))).toBe('403 forbidden')
  })

  test('refuses whatever a browser sends, signed or not', async () => {
    const signed = { 'content-type': 'application/json', 'x-signature': sign(body) }
    const outcomes = [
      await ask('webhook', 'POST', { headers: { ...signed, origin: dashboardOrigin() }, body }),
      await ask('webhook', 'POST', { headers: { ...signed, cookie: 'x=y' }, body }),
      await ask('webhook', 'POST', { headers: { ...signed, origin: 'https://evil.example' }, body }),
      await ask('webhook', 'POST', { headers: { ...signed, origin: 'null' }, body }),
    ]
    expect(await Promise.all(outcomes.map(codeOf))).toEqual([
      '403 servers_only',
      '403 servers_only',
      '403 origin_not_allowed',
      '403 origin_not_allowed',
    ])
  })

  test('is bounded like every other', async () => {
    const long = 'x'.repeat(10_001)
    const headers = { 'x-signature': sign(long) }
    expect(await codeOf(await ask('webhook', 'POST', { headers, body: long }))).toBe('413 payload_too_large')
  })
})

describe('a stream', () => {
  const settings = () => ({
    apiOrigin: apiOrigin(),
    timeoutMs: 5_000,
    onCall: () => {},
    fetch: (_url: unknown, init?: RequestInit) => ask('ticks', 'GET', { ...init, headers: fromDashboard() }),
  })

  test('is neither cached nor transformed nor buffered', async () => {
    const { headers, body } = await ask('ticks', 'GET', { headers: fromDashboard() })
    expect(headers.get('content-type')).toBe('text/event-stream')
    expect(headers.get('cache-control')).toBe('no-store, no-transform')
    expect(headers.get('x-accel-buffering')).toBe('no')
    await body?.cancel()
  })

  test('is read event by event, each as the contract describes it', async () => {
    const counts = []
    for await (const event of await send(settings(), routes.ticks, 'GET', {})) counts.push(event)
    expect(counts).toEqual([{ count: 1 }, { count: 2 }, { count: 3 }])
  })

  test('ends when its reader leaves', async () => {
    left.mockClear()
    for await (const { count } of await send(settings(), routes.ticks, 'GET', {})) if (count === 1) break
    await vi.waitFor(() => expect(left).toHaveBeenCalled())
  })

  test('is refused like every other answer, and has no HEAD', async () => {
    expect(await codeOf(await ask('ticks', 'GET', { headers: { origin: dashboardOrigin() } }))).toBe(
      '401 not_signed_in',
    )
    expect((await ask('ticks', 'HEAD', { headers: fromDashboard() })).status).toBe(405)
  })
})

describe('a bearer token', () => {
  const make = async (scope: 'read' | 'write') => {
    const response = await page.send('POST', '/api/tokens', { json: { name: `for ${scope}`, scope } })
    expect(response.status).toBe(201)
    return (await response.json()) as { id: string; token: string }
  }
  const server = new Page()
  const withToken = (method: string, token: string, headers = {}) =>
    server.send(method, '/api/me', {
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(method === 'GET' ? {} : { json: { bio: 'Written by a server.' } }),
    })

  test('reads; for writing it needs the scope', async () => {
    const [reader, writer] = [await make('read'), await make('write')]
    expect(await (await withToken('GET', reader.token)).json()).toMatchObject({ username: 'ada' })
    const refused = await withToken('PATCH', reader.token)
    expect(refused.headers.get('www-authenticate')).toBe('Bearer error="insufficient_scope", scope="write"')
    expect(await codeOf(refused)).toBe('403 scope_insufficient')
    expect(await (await withToken('PATCH', writer.token)).json()).toMatchObject({
      bio: 'Written by a server.',
    })
  })

  test('is shown once, and kept as a hash', async () => {
    const { token } = await make('read')
    const listed = await (await page.send('GET', '/api/tokens')).text()
    expect(listed).not.toContain(token)
    const { contents } = await import('./database')
    expect(JSON.stringify(await contents())).not.toContain(token.slice(-20))
  })

  test('ends at once when it is revoked, and with a change of the password', async () => {
    const { id, token } = await make('read')
    expect((await page.send('DELETE', `/api/tokens/${id}`)).status).toBe(204)
    expect(await codeOf(await withToken('GET', token))).toBe('401 token_invalid')
    expect((await page.send('DELETE', `/api/tokens/${id}`)).status).toBe(404)
  })

  test.each([
    ['no token', {}, '401 token_required'],
    ['another scheme', { authorization: 'Basic YTpi' }, '401 token_required'],
    ['a token of nobody', { authorization: `Bearer nco_${'a'.repeat(43)}` }, '401 token_invalid'],
    ['a token of another form', { authorization: 'Bearer x' }, '401 token_invalid'],
  ])('is missed in a request with %s, cookies or not', async (_, headers, expected) => {
    const response = await page.send('GET', '/api/me', { headers })
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/)
    expect(await codeOf(response)).toBe(expected)
  })

  test('may be asked for in the preflights of its routes alone', async () => {
    const preflight = (path: string) =>
      server.send('OPTIONS', path, {
        headers: {
          'access-control-request-method': 'GET',
          'access-control-request-headers': 'authorization',
        },
      })
    expect((await preflight('/api/me')).status).toBe(204)
    expect((await preflight('/api/users/ada')).status).toBe(403)
    expect((await preflight('/api/tokens')).status).toBe(403)
  })

  test('does not open any other route', async () => {
    const { token } = await make('write')
    const response = await server.send('GET', '/api/users/ada', {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(await codeOf(response)).toBe('401 not_signed_in')
  })
})
