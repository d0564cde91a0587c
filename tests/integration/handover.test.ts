import { isNotNull, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { accounts, handovers, users } from '@/lib/db/schema'
import { call, dashboardOrigin, newAccount, Page, problemOf, signedIn } from './api'
import { sessionRows, setUser } from './database'
import { ProviderVisitor, withOfflineProvider } from './offline-provider'
import { newVerifier, outcomeOf } from './round-trip'

withOfflineProvider()

/** A sign-in that waits to be fetched. */
async function waiting(person = 'hedy-lamarr') {
  const verifier = newVerifier()
  const outcome = await new ProviderVisitor().signIn(person, { verifier })
  return { verifier, code: outcome.get('code') ?? '' }
}

const fetchIt = (page: Page, sent: { code: string; verifier: string }) =>
  page.send('POST', '/api/auth/handover', { json: sent })

const username = async (page: Page) => {
  const session = (await (await page.send('GET', '/api/auth/session')).json()) as {
    user?: { username: string }
  }
  return session?.user?.username
}

/** Lets the provider's people come for the first time again. */
async function forgetProviders() {
  const db = await database()
  await db.delete(accounts)
  await db.update(users).set({ email: null })
}

const accountRows = async () => (await database()).select().from(accounts)

describe('signing in at a provider', () => {
  test('ends in a session of the page, for a new user with the provider’s name', async () => {
    const verifier = newVerifier()
    const outcome = await new ProviderVisitor().signIn('annie-easley', {
      verifier,
      next: '/dashboard/account',
    })
    expect(outcome.get('next')).toBe('/dashboard/account')
    const page = new Page()
    const response = await fetchIt(page, { code: outcome.get('code') ?? '', verifier })
    expect(response.status).toBe(200)
    expect(await username(page)).toBe('annie-easley')
    expect((await page.send('GET', '/api/sessions')).status).toBe(200)
    expect(await sessionRows('annie-easley')).toMatchObject([{ via: 'oidc', origin: dashboardOrigin() }])
  })

  test('ends in the same user the second time', async () => {
    const pages = [new Page(), new Page()]
    for (const page of pages) expect((await fetchIt(page, await waiting())).status).toBe(200)
    const names = await Promise.all(pages.map(username))
    expect(names).toEqual(['hedy-lamarr', 'hedy-lamarr'])
  })

  test('keeps nothing by which the database’s reader could sign in', async () => {
    const { code, verifier } = await waiting()
    const rows = JSON.stringify(await (await database()).select().from(handovers))
    expect(rows).not.toContain(code)
    expect(rows).not.toContain(verifier)
  })

  test('sets no session cookie at the API’s own address', async () => {
    const visitor = new ProviderVisitor()
    const started = await visitor.start({ verifier: newVerifier() })
    const back = await visitor.callback(
      await visitor.choose(started.headers.get('location') ?? '', 'hedy-lamarr'),
    )
    for (const cookie of [...started.headers.getSetCookie(), ...back.headers.getSetCookie()]) {
      expect(cookie).toMatch(/^round-trip-/)
      expect(cookie).toMatch(/; Path=\/api\/auth\/callback\/oidc;/)
      expect(cookie).toMatch(/HttpOnly/)
      expect(cookie).toMatch(/SameSite=Lax/)
    }
    expect(back.headers.get('cache-control')).toBe('no-store')
    expect(back.headers.get('referrer-policy')).toBe('no-referrer')
  })
})

describe('a code is worthless', () => {
  async function refused(page: Page, sent: { code: string; verifier: string }) {
    const response = await fetchIt(page, sent)
    expect(response.status).toBe(403)
    expect((await problemOf(response)).code).toBe('handover_invalid')
    expect(response.headers.getSetCookie()).toEqual([])
  }

  test('when it is replayed', async () => {
    const sent = await waiting()
    expect((await fetchIt(new Page(), sent)).status).toBe(200)
    await refused(new Page(), sent)
  })

  test('when it is fetched twice at the same time', async () => {
    const sent = await waiting()
    const answers = await Promise.all(Array.from({ length: 6 }, () => fetchIt(new Page(), sent)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403, 403, 403, 403, 403])
  })

  test('when it is stolen: the thief has another verifier, and uses it up', async () => {
    const sent = await waiting()
    await refused(new Page(), { ...sent, verifier: newVerifier() })
    await refused(new Page(), sent)
  })

  test('from another origin', async () => {
    const sent = await waiting()
    const elsewhere = new Page({ origin: 'https://evil.example' })
    expect((await fetchIt(elsewhere, sent)).status).toBe(403)
    const atTheApi = new Page({ origin: 'http://localhost:4000' })
    await refused(atTheApi, sent)
  })

  test('from a program that names no origin', async () => {
    const { code, verifier } = await waiting()
    const response = await call('POST', '/api/auth/handover', { json: { code, verifier } })
    expect(response.status).toBe(403)
  })

  test('after a minute', async () => {
    const sent = await waiting()
    await (await database())
      .update(handovers)
      .set({ expiresAt: sql`${handovers.expiresAt} - interval '61 seconds'` })
    await refused(new Page(), sent)
  })

  test('when its user was disabled in between', async () => {
    const sent = await waiting()
    await setUser('hedy-lamarr', { disabled: true })
    await refused(new Page(), sent)
    await setUser('hedy-lamarr', { disabled: false })
  })

  test('in a victim’s browser: login CSRF', async () => {
    // The attacker signs in, stops before the page fetches the code, and sends the victim the address.
    const attackers = await waiting('annie-easley')
    const victim = await signedIn()
    await refused(victim, { code: attackers.code, verifier: newVerifier() })
    expect(await username(victim)).toBe('ada')
  })
})

describe('a round trip ends without a code', () => {
  test('when this browser never started it', async () => {
    const response = await new ProviderVisitor().callback(
      'http://localhost:4000/api/auth/callback/oidc?code=x&state=y',
    )
    expect(response.status).toBe(400)
    expect((await problemOf(response)).code).toBe('sign_in_not_started')
  })

  test('and a browser that shows it to a person goes to the dashboard’s page', async () => {
    const headers = { accept: 'text/html,*/*' }
    const response = await call('GET', '/api/auth/callback/oidc?code=x&state=y', { headers })
    expect(response.headers.get('location')).toMatch(`${dashboardOrigin()}/sign-in/finish#`)
    expect(outcomeOf(response).get('error')).toBe('sign_in_not_started')
  })

  test.each(['state', 'pkce', 'nonce'])('when the browser lost the %s', async (name) => {
    const visitor = new ProviderVisitor()
    const started = await visitor.start({ verifier: newVerifier() })
    const address = await visitor.choose(started.headers.get('location') ?? '', 'hedy-lamarr')
    visitor.jar.drop(name)
    const outcome = outcomeOf(await visitor.callback(address))
    expect(outcome.has('code')).toBe(false)
    expect(outcome.get('error')).toBe('round_trip_failed')
  })

  test('when the answer belongs to another browser’s sign-in', async () => {
    const [attacker, victim] = [new ProviderVisitor(), new ProviderVisitor()]
    const attackers = await attacker.start({ verifier: newVerifier() })
    const address = await attacker.choose(attackers.headers.get('location') ?? '', 'annie-easley')
    await victim.start({ verifier: newVerifier() })
    expect(outcomeOf(await victim.callback(address)).has('code')).toBe(false)
  })

  test('when the provider’s answer is used twice', async () => {
    const visitor = new ProviderVisitor()
    const started = await visitor.start({ verifier: newVerifier() })
    const kept = { ...visitor.jar.headers }
    const address = await visitor.choose(started.headers.get('location') ?? '', 'hedy-lamarr')
    await visitor.callback(address)
    const { pathname, search } = new URL(address)
    const again = await call('GET', `${pathname}${search}`, { headers: kept })
    expect(outcomeOf(again).has('code')).toBe(false)
  })

  test('when the person says no at the provider', async () => {
    const visitor = new ProviderVisitor()
    const started = await visitor.start({ verifier: newVerifier() })
    const address = await visitor.choose(started.headers.get('location') ?? '', 'nobody')
    expect(outcomeOf(await visitor.callback(address)).get('error')).toBe('provider_refused')
  })
})

describe('a start is refused', () => {
  test.each([
    ['an origin that is not allowed', { origin: 'https://evil.example' }, 403],
    ['the origin null', { origin: 'null' }, 403],
    ['an address in place of an origin', { origin: 'http://localhost:3000/' }, 403],
    ['an allowed origin with user information', { origin: 'http://localhost:3000@evil.example' }, 403],
    ['an address to go on to', { next: 'https://evil.example/' }, 400],
    ['a host to go on to', { next: '//evil.example/' }, 400],
    ['a host behind a backslash', { next: '/\\evil.example/' }, 400],
    ['a host behind a tab', { next: '/\t/evil.example/' }, 400],
    ['a script to go on to', { next: 'javascript:alert(1)' }, 400],
  ] as const)('with %s', async (_, asked, status) => {
    const response = await new ProviderVisitor().start({ verifier: newVerifier(), ...asked })
    expect(response.status).toBe(status)
    expect(response.headers.get('location')).toBeNull()
    expect(response.headers.getSetCookie()).toEqual([])
  })

  test.each(['', 'short', `${'x'.repeat(42)}=`])('with the challenge "%s"', async (challenge) => {
    const query = new URLSearchParams({ challenge, origin: dashboardOrigin() })
    expect((await call('GET', `/api/auth/start/oidc?${query}`)).status).toBe(400)
  })

  test('for a provider that is not configured', async () => {
    const query = new URLSearchParams({ challenge: 'x'.repeat(43), origin: dashboardOrigin() })
    expect((await call('GET', `/api/auth/start/github?${query}`)).status).toBe(404)
  })
})

describe('accounts are linked on purpose', () => {
  const link = async (page: Page, person: string) => {
    const verifier = newVerifier()
    const outcome = await new ProviderVisitor().signIn(person, { verifier, intent: 'link' })
    return fetchIt(page, { code: outcome.get('code') ?? '', verifier })
  }
  const linked = async (page: Page) =>
    (await (await page.send('GET', '/api/accounts')).json()) as {
      password: boolean
      accounts: { provider: string; email: string | null }[]
    }

  test('by the signed-in owner, who signs in by it afterwards', async () => {
    await forgetProviders()
    const account = await newAccount()
    const page = await signedIn(account)
    expect(await (await link(page, 'hedy-lamarr')).json()).toEqual({ outcome: 'linked' })
    expect(await linked(page)).toMatchObject({
      password: true,
      accounts: [{ provider: 'oidc', email: 'hedy@example.com' }],
    })
    const other = new Page()
    await fetchIt(other, await waiting('hedy-lamarr'))
    expect(await username(other)).toBe(account.username)
  })

  test('by nobody who is not signed in', async () => {
    const before = await accountRows()
    expect((await link(new Page(), 'annie-easley')).status).toBe(401)
    expect(await accountRows()).toEqual(before)
  })

  test('and never away from the user who has it', async () => {
    const before = await accountRows()
    const response = await link(await signedIn(await newAccount()), 'hedy-lamarr')
    expect(response.status).toBe(409)
    expect((await problemOf(response)).code).toBe('account_linked_elsewhere')
    expect(await accountRows()).toEqual(before)
  })

  test('and unlinked again, unless nothing would be left to sign in by', async () => {
    await forgetProviders()
    const page = new Page()
    await fetchIt(page, await waiting('annie-easley'))
    const alone = await page.send('DELETE', '/api/accounts/oidc')
    expect(alone.status).toBe(409)
    expect((await problemOf(alone)).code).toBe('last_way_in')
    expect((await page.send('DELETE', '/api/accounts/github')).status).toBe(404)

    const owner = await signedIn(await newAccount())
    await link(owner, 'not-verified')
    expect((await owner.send('DELETE', '/api/accounts/oidc')).status).toBe(204)
    expect(await linked(owner)).toMatchObject({ accounts: [] })
  })

  test('and not by an address, when an attacker made the account that has it', async () => {
    await forgetProviders()
    const attackers = await newAccount()
    await setUser(attackers.username, { email: 'annie@example.com' })
    const outcome = await new ProviderVisitor().signIn('annie-easley', { verifier: newVerifier() })
    expect(Object.fromEntries(outcome)).toEqual({ error: 'address_in_use', next: '/dashboard' })
    expect(await accountRows()).toEqual([])
  })

  test('and an address that the provider has not verified is not kept', async () => {
    await forgetProviders()
    const page = new Page()
    await fetchIt(page, await waiting('not-verified'))
    expect(await linked(page)).toMatchObject({ password: false, accounts: [{ email: null }] })
    const rows = await (await database()).select().from(users).where(isNotNull(users.email))
    expect(rows).toEqual([])
  })
})
