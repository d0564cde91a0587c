import { afterEach, describe, expect, test, vi } from 'vitest'
import { audit, recentEvents, removeOldEvents } from '@/lib/auth/audit'
import { countPasswordCheck, limits } from '@/lib/auth/rate-limits'
import { database } from '@/lib/db/client'
import { events } from '@/lib/db/schema'
import { startMetrics } from '@/lib/metrics'
import { createSession } from '@/lib/session/rows'
import { call, configure, dashboardOrigin, newAccount, Page, signedIn } from './api'
import { ageSession, sessionRows } from './database'

/** Describes what an operator and the owner of an account can see. */

interface Activity {
  events: { kind: string; at: string; browser: string; address: string; requestId: string }[]
}

const activityOf = async (page: Page) =>
  ((await (await page.send('GET', '/api/activity')).json()) as Activity).events

/** The lines of the log that a piece of work writes. */
async function linesOf(work: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
  const written = vi.spyOn(console, 'log').mockImplementation(() => {})
  try {
    await work()
    return written.mock.calls.map(([line]) => JSON.parse(String(line)) as Record<string, unknown>)
  } finally {
    written.mockRestore()
  }
}

describe('the audit trail', () => {
  test('tells the owner what happened to the account, the newest first', async () => {
    const account = await newAccount()
    await new Page().signIn({ ...account, password: 'a guess' })
    const page = await signedIn(account)
    const other = await signedIn(account)
    await page.send('DELETE', '/api/sessions')
    const change = { currentPassword: account.password, newPassword: 'an entirely new password' }
    await page.send('PATCH', `/api/users/${account.username}/password`, { json: change })
    await vi.waitFor(async () => expect(await activityOf(page)).toHaveLength(6))
    const kinds = (await activityOf(page)).map(({ kind }) => kind)
    expect(kinds.toSorted()).toEqual(
      ['sign_up', 'sign_in_failed', 'sign_in', 'sign_in', 'sessions_revoked', 'password_changed'].toSorted(),
    )
    expect(kinds[0]).toBe('password_changed')
    expect((await other.send('GET', '/api/activity')).status).toBe(401)
  })

  test('has one line in the log for each, which names the request and no address', async () => {
    const account = await newAccount()
    const lines = await linesOf(() => signedIn(account))
    const [line] = lines.filter(({ event }) => event === 'audit')
    expect(line).toMatchObject({ kind: 'sign_in', address: expect.stringMatching(/^[\w-]{16}$/) })
    expect(JSON.stringify(lines)).not.toMatch(/192\.0\.2\.1|a password of their own/)
    const page = await signedIn(account)
    const found = (await activityOf(page)).map(({ requestId }) => requestId)
    expect(found).toContain(line?.requestId)
  })

  test('notes once that a limit was reached, and nothing of what is refused after it', async () => {
    const account = await newAccount()
    const owner = await signedIn(account)
    const { points } = limits.wrongPasswordsByAccount
    for (let count = 1; count < points; count++) await countPasswordCheck(account.username, '192.0.2.1')
    const guess = () => new Page().signIn({ ...account, password: 'a guess' })
    expect([(await guess()).status, (await guess()).status, (await guess()).status]).toEqual([401, 429, 429])
    await vi.waitFor(async () => {
      const kinds = (await activityOf(owner)).map(({ kind }) => kind)
      expect(kinds.filter((kind) => kind === 'limit_reached')).toHaveLength(1)
    })
  })

  test('keeps 50 events of a kind, so that guesses from elsewhere push nothing else out', async () => {
    const account = await newAccount()
    const owner = await signedIn(account)
    const [row] = await sessionRows(account.username)
    const userId = row?.userId ?? ''
    await (await database()).insert(events).values(
      Array.from({ length: 60 }, () => ({
        userId,
        kind: 'sign_in_failed' as const,
        requestId: 'x',
        address: 'x',
      })),
    )
    expect(await removeOldEvents()).toBeGreaterThanOrEqual(10)
    const kept = await recentEvents(userId, 200)
    expect(kept.filter(({ kind }) => kind === 'sign_in_failed')).toHaveLength(50)
    expect(kept.some(({ kind }) => kind === 'sign_up')).toBe(true)
    expect((await activityOf(owner)).length).toBeLessThanOrEqual(50)
  })

  test('writes nothing for an account that does not exist', async () => {
    const before = await (await database()).select().from(events)
    const request = new Request('http://localhost:4000/api/auth/callback/credentials')
    const { apiSettings } = await import('@/lib/gate/api-settings')
    await audit({ request, settings: await apiSettings(), requestId: 'x' }, 'sign_in_failed', null)
    expect(await (await database()).select().from(events)).toEqual(before)
  })
})

describe('the list of sessions', () => {
  test('comes in pages that lose no row at equal moments', async () => {
    const account = await newAccount()
    const page = await signedIn(account)
    const [row] = await sessionRows(account.username)
    const started = { userId: row?.userId ?? '', userAgent: '', origin: '' }
    const lifetime = { sessionIdleSeconds: 3_600, sessionAbsoluteSeconds: 3_600 }
    for (let count = 0; count < 9; count++) await createSession(started, lifetime)
    for (const { id } of await sessionRows(account.username)) await ageSession(id, { sinceSeen: 0 })
    const seen: string[] = []
    let path: string | null = '/api/sessions?limit=3'
    while (path !== null) {
      const response = await page.send('GET', path)
      expect(response.status).toBe(200)
      expect(response.headers.get('access-control-expose-headers')).toContain('link')
      const { sessions } = (await response.json()) as { sessions: { id: string }[] }
      seen.push(...sessions.map(({ id }) => id))
      const next = /^<([^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1]
      path = next ? next.slice(new URL(next).origin.length) : null
    }
    expect(seen).toHaveLength(10)
    expect(new Set(seen).size).toBe(10)
  })

  test.each(['cursor=x', 'cursor=2026-01-01T00:00:00.000Z_x', 'limit=0', 'limit=101', 'limit=many'])(
    'refuses %s',
    async (query) => {
      const page = await signedIn(await newAccount())
      expect((await page.send('GET', `/api/sessions?${query}`)).status).toBe(400)
    },
  )
})

describe('the log of requests', () => {
  afterEach(() => configure({ REQUEST_LOG: '' }))

  test('has one line for each, with the pattern of the route and nothing that was sent', async () => {
    configure({ REQUEST_LOG: '1' })
    const page = await signedIn()
    const lines = await linesOf(async () => {
      await page.send('GET', '/api/users/ada?secret=in-the-query')
      await call('GET', '/api/nothing', { headers: { origin: 'https://evil.example' } })
    })
    const requests = lines.filter(({ event }) => event === 'request')
    expect(requests).toMatchObject([
      {
        method: 'GET',
        route: '/api/users/{username}',
        status: 200,
        origin: dashboardOrigin(),
        decision: 'allowed',
      },
      { method: 'GET', route: 'none', status: 403, origin: 'none', decision: 'origin_not_allowed' },
    ])
    for (const { ms, requestId } of requests) {
      expect(ms).toBeGreaterThanOrEqual(0)
      expect(requestId).toMatch(/\S/)
    }
    expect(JSON.stringify(requests)).not.toMatch(/in-the-query|ey[\w-]+\./)
  })

  test('can be a sample, or none', async () => {
    configure({ REQUEST_LOG: '0' })
    const lines = await linesOf(() => call('GET', '/api/health'))
    expect(lines.filter(({ event }) => event === 'request')).toEqual([])
  })
})

describe('GET /api/metrics', () => {
  const token = 'a-token-of-more-than-32-characters-for-tests'
  afterEach(() => configure({ METRICS_TOKEN: '' }))

  test('is nothing without METRICS_TOKEN', async () => {
    expect((await call('GET', '/api/metrics')).status).toBe(404)
  })

  test('is refused without the token, and with another', async () => {
    configure({ METRICS_TOKEN: token })
    for (const headers of [{}, { authorization: 'Bearer another' }, { authorization: token }]) {
      const response = await call('GET', '/api/metrics', { headers })
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toBe('Bearer')
    }
  })

  test('counts requests by route, and says how the process fares', async () => {
    startMetrics()
    configure({ METRICS_TOKEN: token })
    await call('GET', '/api/health')
    const response = await call('GET', '/api/metrics', { headers: { authorization: `Bearer ${token}` } })
    expect(response.headers.get('content-type')).toContain('text/plain')
    const text = await response.text()
    expect(text).toMatch(
      /http_requests_total\{method="GET",route="\/api\/health",status="200",decision="\w+"\} [1-9]/,
    )
    expect(text).toMatch(/http_request_duration_seconds_bucket/)
    expect(text).toMatch(/password_requests_in_progress 0/)
    expect(text).toMatch(/nodejs_eventloop_lag_seconds/)
  })
})

describe('POST /api/reports', () => {
  const report = (directive: string, blockedURL: string) => ({
    type: 'csp-violation',
    url: 'http://localhost:3000/dashboard?private=1',
    body: { effectiveDirective: directive, blockedURL, disposition: 'enforce', sample: 'private' },
  })
  const send = (reports: unknown) =>
    call('POST', '/api/reports', {
      body: JSON.stringify(reports),
      headers: { origin: dashboardOrigin(), 'content-type': 'application/reports+json' },
    })

  test('logs one line for each kind of violation, and nothing of the page', async () => {
    const same = report('script-src-elem', 'https://evil.example/path?query=1')
    const lines = await linesOf(async () => {
      expect((await send([same, same, report('img-src', 'inline'), { type: 'deprecation' }])).status).toBe(
        204,
      )
      expect((await send([same])).status).toBe(204)
    })
    expect(lines.filter(({ event }) => event === 'csp_violation')).toMatchObject([
      { directive: 'script-src-elem', blocked: 'https://evil.example', disposition: 'enforce' },
      { directive: 'img-src', blocked: 'inline' },
    ])
    expect(JSON.stringify(lines)).not.toContain('private')
  })

  test('is bounded, whatever a script sends', async () => {
    const lines = await linesOf(async () => {
      for (let batch = 0; batch < 15; batch++) {
        await send(Array.from({ length: 30 }, (_, index) => report(`directive-${batch}-${index}`, 'inline')))
      }
    })
    expect(lines.filter(({ event }) => event === 'csp_violation').length).toBeLessThanOrEqual(200)
  })
})

test('an avatar tells nothing of whether there is an account, and is revalidated by its ETag', async () => {
  const known = await call('GET', '/api/users/ada/avatar')
  const unknown = await call('GET', '/api/users/abe/avatar')
  expect([known.status, unknown.status]).toEqual([200, 200])
  expect((await unknown.text()).length).toBe((await known.text()).length)
  const etag = known.headers.get('etag') ?? ''
  expect(etag).toMatch(/^"[\w-]{16}"$/)
  const again = await call('GET', '/api/users/ada/avatar', { headers: { 'if-none-match': etag } })
  expect([again.status, await again.text()]).toEqual([304, ''])
  // A shared cache would hand one caller's request id to everybody.
  expect(known.headers.get('cache-control')).toBe('private, max-age=300')
})
