import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type ApiClient, ApiError, createClient, type FinishedCall } from '@/lib/client'

const API = 'http://localhost:4000'
const ada = {
  username: 'ada',
  displayName: 'Ada Lovelace',
  bio: '',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
}

const json = (body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json', ...headers } })

const problem = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  })

/** A client whose API answers with the given responses, in order. */
function clientOf(...answers: Response[]) {
  const requests: Request[] = []
  const inits: RequestInit[] = []
  const calls: FinishedCall[] = []
  const fetch = vi.fn(async (url: RequestInfo | URL, init: RequestInit = {}) => {
    requests.push(new Request(url, init))
    inits.push(init)
    const answer = answers.shift()
    if (answer === undefined) throw new TypeError('Failed to fetch')
    return answer
  })
  const client = createClient({ apiOrigin: API, fetch, onCall: (call) => calls.push(call) })
  return { client, requests, inits, calls }
}

const getProfile = (client: ApiClient) => client.call('user', 'GET', { params: { username: 'ada' } })

const failureOf = async (promise: Promise<unknown>): Promise<ApiError> => {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof ApiError) return error
  throw new Error(`expected an ApiError, got ${String(error)}`)
}

describe('every call', () => {
  it('is a credentialed CORS request', async () => {
    const { client, inits, requests } = clientOf(json(ada))
    await expect(getProfile(client)).resolves.toEqual(ada)
    expect(inits[0]).toMatchObject({ credentials: 'include', mode: 'cors' })
    expect(requests[0]?.url).toBe(`${API}/api/users/ada`)
  })

  it('escapes what it puts into a path', async () => {
    const { client, requests } = clientOf(json(ada), new Response(null, { status: 204 }))
    await client.call('user', 'GET', { params: { username: '../sessions?x#y' } })
    await client.call('session', 'DELETE', { params: { id: 'a/b' } })
    expect(requests.map((request) => request.url)).toEqual([
      `${API}/api/users/..%2Fsessions%3Fx%23y`,
      `${API}/api/sessions/a%2Fb`,
    ])
  })

  it('is reported with its outcome and without anything secret', async () => {
    const { client, calls } = clientOf(
      json({ csrfToken: 'csrf-secret' }, { 'x-request-id': 'r1' }),
      json({ url: 'http://localhost:3000' }),
    )
    await client.signIn({ username: 'ada', password: 'analytical-engine' })
    expect(calls).toMatchObject([
      { method: 'GET', path: '/api/auth/csrf', status: 200, requestId: 'r1' },
      { method: 'POST', path: '/api/auth/callback/credentials', status: 200 },
    ])
    expect(JSON.stringify(calls)).not.toMatch(/secret|analytical/)
  })

  it('is reported with what the page set and what it may read', async () => {
    const { client, calls } = clientOf(json(ada, { 'x-request-id': 'r1' }))
    await getProfile(client)
    await getProfile(client).catch(() => null)
    expect(calls[0]).toMatchObject({
      url: `${API}/api/users/ada`,
      sent: [['accept', 'application/json, application/problem+json']],
      readable: expect.arrayContaining([['x-request-id', 'r1']]),
    })
    expect(calls[1]).toMatchObject({ readable: null, status: null, requestId: null })
  })
})

describe('signing in', () => {
  it('asks for the CSRF token first and sends it with the header that turns the redirect into JSON', async () => {
    const { client, requests } = clientOf(json({ csrfToken: 't' }), json({ url: 'http://localhost:3000/' }))
    await client.signIn({ username: 'ada', password: 'analytical-engine' })
    expect(requests[1]?.headers.get('x-auth-return-redirect')).toBe('1')
    expect(requests[1]?.headers.get('content-type')).toBe('application/json')
    await expect(requests[1]?.json()).resolves.toEqual({
      csrfToken: 't',
      username: 'ada',
      password: 'analytical-engine',
    })
  })

  it('tells a wrong password from a missing session, though both are 401', async () => {
    const wrong = clientOf(
      json({ csrfToken: 't' }),
      problem(401, { code: 'invalid_credentials', title: 'No' }),
    )
    expect((await failureOf(wrong.client.signIn({ username: 'a', password: 'b' }))).kind).toBe(
      'invalid_credentials',
    )
    const missing = clientOf(problem(401, { code: 'not_signed_in', title: 'No' }))
    expect((await failureOf(getProfile(missing.client))).kind).toBe('unauthenticated')
  })

  it('signs out with a CSRF token', async () => {
    const { client, requests } = clientOf(json({ csrfToken: 't' }), json({ url: 'http://localhost:3000/' }))
    await client.signOut()
    expect(requests.map((request) => `${request.method} ${new URL(request.url).pathname}`)).toEqual([
      'GET /api/auth/csrf',
      'POST /api/auth/signout',
    ])
  })
})

describe('the session', () => {
  const session = {
    user: { username: 'ada', name: 'Ada', role: 'member' },
    expires: '2026-01-01T00:00:00.000Z',
    sessionId: '2d7a1c7e-9a0b-4f0e-8a52-5d1f0b6c9e11',
  }
  it.each([
    ['null', null, null],
    ['a session', { ...session, more: 1 }, session],
  ])('is read from %s', async (_name, body, expected) => {
    const { client } = clientOf(json(body))
    await expect(client.session()).resolves.toEqual(expected)
  })

  it.each([
    ['an object without a user', { expires: session.expires }],
    ['an object with a null user', { ...session, user: null }],
    ['a text', 'signed in'],
  ])('is never read from %s', async (_name, body) => {
    const { client } = clientOf(json(body))
    expect((await failureOf(client.session())).code).toBe('unexpected_answer')
  })

  it('is none when the cookie is refused with 401', async () => {
    const { client } = clientOf(problem(401, { code: 'session_invalid', title: 'No' }))
    await expect(client.session()).resolves.toBeNull()
  })

  it('is unknown, not none, when the API fails', async () => {
    const { client } = clientOf(problem(503, { title: 'Down' }))
    expect((await failureOf(client.session())).kind).toBe('server')
  })
})

describe('a failure', () => {
  it.each([
    [400, 'invalid_request', 'invalid'],
    [401, 'session_invalid', 'unauthenticated'],
    [403, 'forbidden', 'forbidden'],
    [404, 'not_found', 'not_found'],
    [405, 'method_not_allowed', 'unexpected'],
    [409, 'username_taken', 'conflict'],
    [413, 'payload_too_large', 'invalid'],
    [415, 'unsupported_media_type', 'invalid'],
    [422, 'invalid_request', 'invalid'],
    [429, 'rate_limited', 'rate_limited'],
    [500, 'internal_error', 'server'],
    [503, 'not_ready', 'server'],
  ])('with status %i and code %s is of kind %s', async (status, code, kind) => {
    const { client } = clientOf(problem(status, { code, title: 'Title', detail: 'Detail', requestId: 'r9' }))
    expect(await failureOf(getProfile(client))).toMatchObject({
      kind,
      status,
      code,
      title: 'Title',
      detail: 'Detail',
      message: 'Detail',
      requestId: 'r9',
    })
  })

  it('without a problem document is told by its status and its request id header', async () => {
    const { client } = clientOf(
      new Response('<h1>Bad gateway</h1>', {
        status: 502,
        headers: { 'content-type': 'text/html', 'x-request-id': 'proxy-1' },
      }),
    )
    expect(await failureOf(getProfile(client))).toMatchObject({ kind: 'server', requestId: 'proxy-1' })
  })

  it('with a code that is not in the contract is told by its status', async () => {
    const { client } = clientOf(problem(403, { code: 'of_a_proxy', title: 'No' }))
    expect(await failureOf(getProfile(client))).toMatchObject({ kind: 'forbidden', code: null, title: 'No' })
  })

  it('with a broken problem document is told by its status', async () => {
    const { client } = clientOf(
      new Response('{', { status: 403, headers: { 'content-type': 'application/problem+json' } }),
    )
    expect(await failureOf(getProfile(client))).toMatchObject({ kind: 'forbidden', code: null })
  })

  it('carries one message per field', async () => {
    const { client } = clientOf(
      problem(400, {
        code: 'invalid_request',
        title: 'Invalid',
        errors: [
          { path: 'displayName', message: 'first' },
          { path: 'displayName', message: 'second' },
          { path: 'toString', message: 'a field like any other' },
          { path: 7, message: 'no field' },
          null,
        ],
      }),
    )
    const { fieldErrors } = await failureOf(
      client.call('user', 'PATCH', { params: { username: 'ada' }, body: { displayName: '' } }),
    )
    expect(fieldErrors).toEqual({ displayName: 'first', toString: 'a field like any other' })
  })

  it.each([
    ['120', 120],
    ['0', 0],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['soon', null],
  ])('reads Retry-After: %s as %s seconds', async (header, seconds) => {
    const { client } = clientOf(
      problem(429, { code: 'rate_limited', title: 'Slow down' }, { 'retry-after': header }),
    )
    expect((await failureOf(getProfile(client))).retryAfterSeconds).toBe(seconds)
  })

  it('of the network is of kind network, and reported without a status', async () => {
    const { client, calls } = clientOf()
    expect(await failureOf(getProfile(client))).toMatchObject({ kind: 'network', status: null })
    expect(calls).toMatchObject([{ status: null, requestId: null }])
  })

  it('of time is of kind timeout', async () => {
    const client = createClient({
      apiOrigin: API,
      timeoutMs: 5,
      fetch: (_url, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason))
        }),
    })
    expect((await failureOf(getProfile(client))).kind).toBe('timeout')
  })

  it('that the caller asked for is the abort itself, and is not reported', async () => {
    const onCall = vi.fn()
    const client = createClient({
      apiOrigin: API,
      onCall,
      fetch: async (_url, init) => {
        init?.signal?.throwIfAborted()
        return json(ada)
      },
    })
    const signal = AbortSignal.abort()
    await expect(client.call('user', 'GET', { params: { username: 'ada' }, signal })).rejects.toMatchObject({
      name: 'AbortError',
    })
    expect(onCall).not.toHaveBeenCalled()
  })

  it.each([
    ['HTML', new Response('<!doctype html>')],
    ['another JSON', json({ hello: 'world' })],
    ['nothing', new Response(null, { status: 204 })],
  ])('is unexpected when the answer to a read is %s', async (_name, answer) => {
    const { client } = clientOf(answer)
    expect(await failureOf(getProfile(client))).toMatchObject({
      kind: 'unexpected',
      code: 'unexpected_answer',
    })
  })
})

describe('in production', () => {
  beforeEach(() => vi.stubEnv('NODE_ENV', 'production'))
  afterEach(() => vi.unstubAllEnvs())

  it('an answer without a request id is not of this API', async () => {
    expect(await failureOf(getProfile(clientOf(json(ada)).client))).toMatchObject({
      code: 'unexpected_answer',
    })
  })

  it('an answer with one is believed, so that no page loads the schemas', async () => {
    const { client } = clientOf(json({ hello: 'world' }, { 'x-request-id': 'r1' }))
    await expect(getProfile(client)).resolves.toEqual({ hello: 'world' })
  })
})

describe('the list of sessions', () => {
  const row = {
    id: '2d7a1c7e-9a0b-4f0e-8a52-5d1f0b6c9e11',
    current: true,
    browser: 'Firefox on Linux',
    userAgent: 'Mozilla/5.0',
    origin: 'http://localhost:3000',
    createdAt: '2026-01-01T00:00:00.000Z',
    lastSeenAt: '2026-01-01T00:00:00.000Z',
    expiresAt: '2026-01-31T00:00:00.000Z',
  }
  it('is read row by row, an unknown origin included', async () => {
    const rows = [row, { ...row, current: false, origin: '' }]
    const { client } = clientOf(json({ sessions: rows }))
    await expect(client.call('sessions', 'GET', { query: {} })).resolves.toEqual({ sessions: rows })
  })

  it('counts the sessions that ended', async () => {
    const { client, requests } = clientOf(json({ revoked: 3 }))
    await expect(client.call('sessions', 'DELETE')).resolves.toEqual({ revoked: 3 })
    expect(requests[0]?.method).toBe('DELETE')
  })
})

describe('asking whether a server answers at all', () => {
  it('takes an opaque answer for a yes, and sends no cookie', async () => {
    const { client, inits } = clientOf(new Response(null))
    await expect(client.answers()).resolves.toBe(true)
    expect(inits[0]).toMatchObject({ mode: 'no-cors', credentials: 'omit' })
  })

  it('takes a rejected fetch for a no', async () => {
    const { client } = clientOf()
    await expect(client.answers()).resolves.toBe(false)
  })
})
