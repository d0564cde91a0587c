import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { handovers } from '@/lib/db/schema'
import { apiSettings } from '@/lib/gate/api-settings'
import { call, configure, newAccount, Page, problemOf } from './api'
import { sessionRows, setUser } from './database'
import { challengeOf, newVerifier, outcomeOf, Visitor } from './round-trip'

const [here, sibling] = ['http://frontend.localhost:3000', 'http://other.localhost:3000']
const crossSite = {
  API_ORIGIN: 'http://backend.localhost:4000',
  DASHBOARD_ORIGIN: here,
  ALLOWED_ORIGINS: `${here},${sibling}`,
}
beforeAll(() => configure(crossSite))

interface Ticket {
  code: string
  sessionId: string
}
interface Token {
  value: string
  sessionId: string
  expiresAt: string
}
interface Fetched {
  visit?: Ticket
  token?: Token
}

/** A page whose browser keeps no cookie of the API. */
class BarePage extends Page {
  async ask(method: string, path: string, { token, json }: { token?: string; json?: unknown } = {}) {
    this.jar.clear()
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
    return this.send(method, path, { headers, ...(json === undefined ? {} : { json }) })
  }
}

async function fetchHandover(page: BarePage, code: string, verifier: string): Promise<Fetched> {
  const response = await page.ask('POST', '/api/auth/handover', { json: { code, verifier } })
  expect(response.status).toBe(200)
  return (await response.json()) as Fetched
}

/** Checks a password without cookies. @returns the ticket for a visit */
async function ticketOf(account: { username: string; password: string }, verifier: string): Promise<Ticket> {
  const page = new BarePage()
  const json = { username: account.username, password: account.password, challenge: challengeOf(verifier) }
  const checked = await page.ask('POST', '/api/auth/code', { json })
  expect(checked.status).toBe(200)
  const { code } = (await checked.json()) as { code: string }
  const { visit } = await fetchHandover(page, code, verifier)
  if (!visit) throw new Error('The handover offers no visit.')
  return visit
}

/** A browser that comes to the API by top-level visits, where it keeps the API's cookie. */
class VisitingBrowser extends Visitor {
  async visit(verifier: string, more: Record<string, string> = {}) {
    const query = new URLSearchParams({ challenge: challengeOf(verifier), origin: here, ...more })
    const response = await call('GET', `/api/auth/visit?${query}`, { headers: this.jar.headers })
    this.jar.keep(response)
    return response
  }

  /** Visits and lets the page fetch its token. */
  async tokenBy(verifier: string, more: Record<string, string> = {}): Promise<Token> {
    const outcome = outcomeOf(await this.visit(verifier, more))
    const { token } = await fetchHandover(new BarePage(), outcome.get('code') ?? '', verifier)
    if (!token) throw new Error('The handover gives no token.')
    return token
  }
}

async function signedInWithoutCookies() {
  const account = await newAccount()
  const verifier = newVerifier()
  const browser = new VisitingBrowser()
  const { code, sessionId } = await ticketOf(account, verifier)
  const token = await browser.tokenBy(verifier, { code })
  expect(token.sessionId).toBe(sessionId)
  return { ...account, browser, token, page: new BarePage() }
}

describe('a page whose browser keeps no cookie', () => {
  test('signs in, reads, writes, renews by a visit and signs out', async () => {
    const { username, browser, token, page } = await signedInWithoutCookies()
    const me = `/api/users/${username}`
    const written = await page.ask('PATCH', me, { token: token.value, json: { displayName: 'Bare' } })
    expect(written.status).toBe(200)
    expect(await (await page.ask('GET', me, { token: token.value })).json()).toMatchObject({
      displayName: 'Bare',
    })
    const session = await page.ask('GET', '/api/auth/session', { token: token.value })
    expect(await session.json()).toMatchObject({ user: { username }, sessionId: token.sessionId })
    expect(session.headers.get('vary')).toMatch(/Authorization/)

    const verifier = newVerifier()
    const renewed = await browser.tokenBy(verifier, { next: '/dashboard/sessions' })
    expect(renewed.sessionId).toBe(token.sessionId)
    const json = { csrfToken: 'none' }
    expect((await page.ask('POST', '/api/auth/signout', { token: renewed.value, json })).status).toBe(200)
    for (const old of [token, renewed]) {
      expect((await page.ask('GET', me, { token: old.value })).status).toBe(401)
    }
    expect(outcomeOf(await browser.visit(newVerifier())).get('error')).toBe('session_ended')
  })

  test('has a token of ten minutes, and the visit’s cookie is Lax and the API’s own', async () => {
    const { token, browser } = await signedInWithoutCookies()
    const seconds = (Date.parse(token.expiresAt) - Date.now()) / 1_000
    expect(seconds).toBeGreaterThan(590)
    expect(seconds).toBeLessThanOrEqual(600)
    const [cookie] = (await browser.visit(newVerifier())).headers.getSetCookie()
    expect(cookie).toMatch(/-visit=.*; Path=\/; HttpOnly; SameSite=Lax$/)
  })

  test('may ask for `authorization` in the preflights of routes that read the session, and of no others', async () => {
    const preflight = async (path: string) => {
      const headers = {
        origin: here,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization',
      }
      return (await call('OPTIONS', path, { headers })).status
    }
    expect(await preflight('/api/sessions')).toBe(204)
    expect(await preflight('/api/auth/session')).toBe(204)
    expect(await preflight('/api/auth/csrf')).toBe(403)
    expect(await preflight('/api/health')).toBe(403)
  })

  test('keeps its token when it changes the password', async () => {
    const { username, password, token, page } = await signedInWithoutCookies()
    const json = { currentPassword: password, newPassword: 'another password of theirs' }
    const path = `/api/users/${username}/password`
    expect((await page.ask('PATCH', path, { token: token.value, json })).status).toBe(204)
    expect((await page.ask('GET', '/api/sessions', { token: token.value })).status).toBe(200)
  })
})

describe('a page’s token is refused', () => {
  const read = (page: BarePage, token: string) => page.ask('GET', '/api/sessions', { token })

  test('from another allowed origin, and without an origin', async () => {
    const { token } = await signedInWithoutCookies()
    const elsewhere = await read(new BarePage({ origin: sibling }), token.value)
    expect(elsewhere.status).toBe(401)
    expect((await problemOf(elsewhere)).code).toBe('token_invalid')
    const headers = { authorization: `Bearer ${token.value}` }
    expect((await call('GET', '/api/sessions', { headers })).status).toBe(401)
  })

  test('once its session is revoked from another browser, or its user is disabled', async () => {
    const { username, password, token, page } = await signedInWithoutCookies()
    const other = new Page({ origin: here })
    await other.signIn({ username, password })
    expect((await other.send('DELETE', `/api/sessions/${token.sessionId}`)).status).toBe(204)
    expect((await read(page, token.value)).status).toBe(401)

    const second = await signedInWithoutCookies()
    await setUser(second.username, { disabled: true })
    expect((await read(second.page, second.token.value)).status).toBe(401)
  })

  test('after ten minutes', async () => {
    const { username } = await signedInWithoutCookies()
    const [session] = await sessionRows(username)
    const { signToken } = await import('@/lib/session/token')
    const { tokens } = await apiSettings()
    const claims = { userId: session?.userId ?? '', sessionId: session?.id ?? '', origin: here }
    const expired = await signToken(claims, new Date(Date.now() - 61_000), tokens, 'page+jwt')
    expect((await read(new BarePage(), expired)).status).toBe(401)
    const good = await signToken(claims, new Date(Date.now() + 60_000), tokens, 'page+jwt')
    expect((await read(new BarePage(), good)).status).toBe(200)
  })

  test('in the place of the visit’s cookie, and the session’s token or the visit’s in its place', async () => {
    const { browser, token, username } = await signedInWithoutCookies()
    const [, visitToken = ''] = /-visit=([^;]+)/.exec(browser.jar.headers.cookie ?? '') ?? []
    expect(visitToken).not.toBe('')
    expect((await read(new BarePage(), visitToken)).status).toBe(401)
    const forged = { cookie: (browser.jar.headers.cookie ?? '').replace(visitToken, token.value) }
    const query = new URLSearchParams({ challenge: challengeOf(newVerifier()), origin: here })
    const visit = await call('GET', `/api/auth/visit?${query}`, { headers: forged })
    expect(outcomeOf(visit).get('error')).toBe('session_ended')
    expect(await sessionRows(username)).toHaveLength(1)
  })
})

describe('a visit gives nothing', () => {
  test.each([
    ['to an origin that is not allowed', { origin: 'https://evil.example' }, 403],
    ['for an address to go on to', { next: 'https://evil.example/' }, 400],
  ])('%s', async (_, more, status) => {
    const { browser } = await signedInWithoutCookies()
    const response = await browser.visit(newVerifier(), more)
    expect(response.status).toBe(status)
    expect(response.headers.get('location')).toBeNull()
  })

  test('for a ticket that is stolen, replayed, late, or posted in place of a code', async () => {
    const account = await newAccount()
    const attempt = async (prepare: (ticket: Ticket, verifier: string) => Promise<string>) => {
      const verifier = newVerifier()
      const ticket = await ticketOf(account, verifier)
      const used = await prepare(ticket, verifier)
      return outcomeOf(await new VisitingBrowser().visit(used, { code: ticket.code })).get('error')
    }
    expect(await attempt(async () => newVerifier())).toBe('session_ended')
    const replayed = await attempt(async ({ code }, verifier) => {
      await new VisitingBrowser().visit(verifier, { code })
      return verifier
    })
    expect(replayed).toBe('session_ended')
    const late = await attempt(async (_, verifier) => {
      const { expiresAt } = handovers
      await (await database()).update(handovers).set({ expiresAt: sql`${expiresAt} - interval '61 seconds'` })
      return verifier
    })
    expect(late).toBe('session_ended')
    const verifier = newVerifier()
    const { code } = await ticketOf(account, verifier)
    const posted = await new BarePage().ask('POST', '/api/auth/handover', { json: { code, verifier } })
    expect(posted.status).toBe(403)
  })

  test('to a page that did not start it: its code needs the verifier', async () => {
    const { browser } = await signedInWithoutCookies()
    const code = outcomeOf(await browser.visit(newVerifier())).get('code') ?? ''
    const json = { code, verifier: newVerifier() }
    expect((await new BarePage().ask('POST', '/api/auth/handover', { json })).status).toBe(403)
  })

  test('by which a page that waits for its own session takes an attacker’s', async () => {
    const victim = await signedInWithoutCookies()
    const attackersVerifier = newVerifier()
    const { code } = await ticketOf(await newAccount(), attackersVerifier)
    // The attacker makes the victim's browser visit the API with the attacker's ticket.
    await victim.browser.visit(attackersVerifier, { code })
    const token = await victim.browser.tokenBy(newVerifier())
    // The victim's page knows which session it waits for, and refuses this one.
    expect(token.sessionId).not.toBe(victim.token.sessionId)
  })
})

test('a wrong password gives no code', async () => {
  const { username } = await newAccount()
  const json = { username, password: 'wrong', challenge: challengeOf(newVerifier()) }
  const response = await new BarePage().ask('POST', '/api/auth/code', { json })
  expect((await problemOf(response)).code).toBe('invalid_credentials')
})

describe.each([
  ['PAGE_TOKENS turns it off', { ...crossSite, PAGE_TOKENS: '0' }],
  [
    'the origins are one site',
    {
      API_ORIGIN: 'http://localhost:4000',
      DASHBOARD_ORIGIN: 'http://localhost:3000',
      ALLOWED_ORIGINS: '',
      PAGE_TOKENS: '',
    },
  ],
])('where %s', (_, environment) => {
  test('there is no visit, no code, no ticket, and no preflight for `authorization`', async () => {
    configure(environment)
    const origin = environment.DASHBOARD_ORIGIN
    const challenge = challengeOf(newVerifier())
    const visit = await call('GET', `/api/auth/visit?${new URLSearchParams({ challenge, origin })}`)
    expect(visit.status).toBe(404)
    const json = { username: 'ada', password: 'x', challenge }
    expect((await call('POST', '/api/auth/code', { json, headers: { origin } })).status).toBe(404)
    const headers = {
      origin,
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'authorization',
    }
    expect((await call('OPTIONS', '/api/sessions', { headers })).status).toBe(403)
  })
})
