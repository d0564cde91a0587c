import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '@/lib/auth/rate-limits'
import { database } from '@/lib/db/client'
import { addressChanges, handovers, rateLimits, users } from '@/lib/db/schema'
import { linkIn, type Mailbox, type Received, startMailbox } from '../mailbox'
import { call, configure, dashboardOrigin, newAccount, Page, problemOf, signedIn } from './api'
import { contents, sessionRows, setUser } from './database'
import { challengeOf, newVerifier } from './round-trip'

let mailbox: Mailbox
beforeAll(async () => {
  mailbox = await startMailbox()
  configure(mailbox.env)
})
afterAll(() => mailbox.stop())
beforeEach(async () => {
  mailbox.empty()
  await (await database()).delete(rateLimits)
})

const email = 'grace@example.com'
const codeIn = (mail: Received) => new URLSearchParams(linkIn(mail).hash.slice(1)).get('code') ?? ''

/** A user with a verified address. */
async function withAddress() {
  const account = await newAccount()
  const address = `${account.username}@example.com`
  await setUser(account.username, { email: address })
  return { ...account, email: address }
}

const askForLink = (to: string, { verifier = newVerifier(), page = new Page(), ...more } = {}) =>
  page.send('POST', '/api/auth/mail', { json: { email: to, challenge: challengeOf(verifier), ...more } })

async function signInByMail(to: string, page = new Page()): Promise<Page> {
  const verifier = newVerifier()
  expect((await askForLink(to, { verifier })).status).toBe(202)
  const code = codeIn(await mailbox.next(to))
  expect((await page.send('POST', '/api/auth/handover', { json: { code, verifier } })).status).toBe(200)
  return page
}

const confirm = (page: Page, code: string) =>
  page.send('POST', '/api/auth/mail/confirmation', { json: { code } })

const askForAddress = (page: Page, username: string, to: string) =>
  page.send('PUT', `/api/users/${username}/email`, { json: { email: to } })

describe('a link to sign in by', () => {
  test('leads to the page that asked, carries its code in the fragment, and signs in there', async () => {
    const { username, email } = await withAddress()
    const verifier = newVerifier()
    expect((await askForLink(email, { verifier })).status).toBe(202)
    const link = linkIn(await mailbox.next(email))
    expect(`${link.origin}${link.pathname}${link.search}`).toBe(`${dashboardOrigin()}/sign-in/finish`)
    const code = new URLSearchParams(link.hash.slice(1)).get('code') ?? ''
    const page = new Page()
    const fetched = await page.send('POST', '/api/auth/handover', { json: { code, verifier } })
    expect(fetched.status).toBe(200)
    expect(await sessionRows(username)).toMatchObject([{ via: 'mail' }])
    const again = await new Page().send('POST', '/api/auth/handover', { json: { code, verifier } })
    expect((await problemOf(again)).code).toBe('handover_invalid')
  })

  test('is of no use to whoever reads the mail in another browser', async () => {
    const { email } = await withAddress()
    await askForLink(email)
    const code = codeIn(await mailbox.next(email))
    const stolen = { json: { code, verifier: newVerifier() } }
    expect((await new Page().send('POST', '/api/auth/handover', stolen)).status).toBe(403)
  })

  test('is not used up by a mail scanner that follows it', async () => {
    const { email } = await withAddress()
    const verifier = newVerifier()
    await askForLink(email, { verifier })
    const link = linkIn(await mailbox.next(email))
    const rows = async () => (await (await database()).select().from(handovers)).length
    const before = await rows()
    // A fragment never leaves the scanner: the server learns the page's address alone.
    const seen = new URL(link)
    seen.hash = ''
    expect(seen.href).not.toContain('code')
    for (const method of ['GET', 'HEAD']) await call(method, '/api/auth/handover')
    expect(await rows()).toBe(before)
    const json = { code: new URLSearchParams(link.hash.slice(1)).get('code'), verifier }
    expect((await new Page().send('POST', '/api/auth/handover', { json })).status).toBe(200)
  })

  test('ends after 15 minutes', async () => {
    const { email } = await withAddress()
    const verifier = newVerifier()
    await askForLink(email, { verifier })
    const code = codeIn(await mailbox.next(email))
    const db = await database()
    await db.update(handovers).set({ expiresAt: sql`${handovers.expiresAt} - interval '901 seconds'` })
    const late = await new Page().send('POST', '/api/auth/handover', { json: { code, verifier } })
    expect((await problemOf(late)).detail).toMatch(/waited for too long/)
  })

  test.each([
    ['a page of an origin that is not allowed', { origin: 'https://evil.example' }],
    ['the API’s own origin', { origin: 'http://localhost:4000' }],
  ])('is not sent for %s', async (_, headers) => {
    const { email } = await withAddress()
    expect((await askForLink(email, { page: new Page(headers) })).status).toBe(403)
    expect(mailbox.empty()).toEqual([])
  })

  test('is not sent for a program that names no origin', async () => {
    const json = { email, challenge: challengeOf(newVerifier()) }
    expect((await call('POST', '/api/auth/mail', { json })).status).toBe(403)
  })
})

describe('nobody learns which addresses exist', () => {
  test('by the answer, by its time, or by the limit', async () => {
    const { email: known } = await withAddress()
    const disabled = await withAddress()
    await setUser(disabled.username, { disabled: true })
    const answers: { status: number; body: string; slow: boolean }[] = []
    for (const address of [known, 'nobody@example.com', disabled.email]) {
      const startedAt = performance.now()
      const response = await askForLink(address)
      const slow = performance.now() - startedAt >= 390
      answers.push({ status: response.status, body: await response.text(), slow })
    }
    expect(answers).toEqual(Array(3).fill({ status: 202, body: '', slow: true }))
    const mails = mailbox.empty()
    expect(mails.map(({ text }) => text.includes('#code='))).toEqual([true, false, false])
  })

  test('and one address gets five mails in a quarter of an hour, whether or not it exists', async () => {
    const { email: known } = await withAddress()
    for (const address of [known, 'nobody@example.com']) {
      const { points } = limits.mailsToAddress
      for (let mail = 0; mail < points; mail++) expect((await askForLink(address)).status).toBe(202)
      const refused = await askForLink(address)
      expect(refused.status).toBe(429)
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    }
    expect(mailbox.empty().length).toBe(2 * limits.mailsToAddress.points)
  })
})

describe('a new password', () => {
  const newPassword = 'another password of theirs'
  const setPassword = (page: Page, username: string, json: object) =>
    page.send('PATCH', `/api/users/${username}/password`, { json })

  test('needs no old one for ten minutes after a sign-in by mail, and ends every other session', async () => {
    const { username, password, email } = await withAddress()
    const thief = await signedIn({ username, password })
    const page = await signInByMail(email)
    expect((await setPassword(page, username, { newPassword })).status).toBe(204)
    expect((await thief.send('GET', '/api/sessions')).status).toBe(401)
    expect((await new Page().signIn({ username, password })).status).toBe(401)
    expect((await new Page().signIn({ username, password: newPassword })).status).toBe(200)
    const [session] = await sessionRows(username)
    await (await database()).execute(sql`update sessions set created_at = now() - interval '11 minutes'`)
    expect(session?.via).toBe('mail')
    const late = await setPassword(page, username, { newPassword: 'a third password' })
    expect((await problemOf(late)).errors).toMatchObject([{ path: 'currentPassword' }])
  })

  test('needs the old one after a sign-in by password', async () => {
    const { username, password } = await newAccount()
    const page = await signedIn({ username, password })
    expect((await setPassword(page, username, { newPassword })).status).toBe(400)
    expect((await setPassword(page, username, { newPassword, currentPassword: 'wrong' })).status).toBe(403)
  })

  test('can be set by a user who has none', async () => {
    const { username, password } = await newAccount()
    const page = await signedIn({ username, password })
    await setUser(username, { passwordHash: null })
    expect((await setPassword(page, username, { newPassword })).status).toBe(204)
    expect((await new Page().signIn({ username, password: newPassword })).status).toBe(200)
  })
})

describe('an address', () => {
  const addressOf = async (username: string) =>
    (await (await database()).select().from(users).where(eq(users.username, username)))[0]?.email

  test('counts once its owner has confirmed it, signed in to the account', async () => {
    const account = await newAccount()
    const page = await signedIn(account)
    const address = `first-${account.username}@example.com`
    expect((await askForAddress(page, account.username, address)).status).toBe(202)
    expect(await addressOf(account.username)).toBeNull()
    const code = codeIn(await mailbox.next(address))
    expect(await (await confirm(page, code)).json()).toEqual({ outcome: 'changed' })
    expect(await addressOf(account.username)).toBe(address)
    expect((await confirm(page, code)).status).toBe(403)
  })

  test('changes when the new and the old address have both confirmed, in either order', async () => {
    for (const first of ['new', 'old'] as const) {
      const { username, password, email: old } = await withAddress()
      const page = await signedIn({ username, password })
      const address = `${first}-${username}@example.com`
      await askForAddress(page, username, address)
      const codes = { new: codeIn(await mailbox.next(address)), old: codeIn(await mailbox.next(old)) }
      expect(await (await confirm(page, codes[first])).json()).toEqual({ outcome: 'waiting' })
      expect(await addressOf(username)).toBe(old)
      const other = first === 'new' ? codes.old : codes.new
      expect(await (await confirm(page, other)).json()).toEqual({ outcome: 'changed' })
      expect(await addressOf(username)).toBe(address)
    }
  })

  test('in an account that an attacker made first gives the attacker nothing', async () => {
    const attacker = await newAccount()
    const attackersPage = await signedIn(attacker)
    const victims = `victim-of-${attacker.username}@example.com`
    await askForAddress(attackersPage, attacker.username, victims)
    const code = codeIn(await mailbox.next(victims))
    // The victim follows the link, signed in to an account of their own, or to none.
    expect((await confirm(await signedIn(await newAccount()), code)).status).toBe(403)
    expect((await confirm(new Page(), code)).status).toBe(401)
    expect(await addressOf(attacker.username)).toBeNull()
    await askForLink(victims)
    expect((await mailbox.next(victims)).text).not.toContain('#code=')
  })

  test('that somebody else has confirmed meanwhile is refused', async () => {
    const account = await newAccount()
    const page = await signedIn(account)
    const { email: taken } = await withAddress()
    await askForAddress(page, account.username, taken)
    expect((await problemOf(await confirm(page, codeIn(await mailbox.next(taken))))).code).toBe(
      'address_in_use',
    )
  })

  test('is not confirmed by a link that is older than 15 minutes', async () => {
    const account = await newAccount()
    const page = await signedIn(account)
    const address = `late-${account.username}@example.com`
    await askForAddress(page, account.username, address)
    const code = codeIn(await mailbox.next(address))
    const { expiresAt } = addressChanges
    await (await database())
      .update(addressChanges)
      .set({ expiresAt: sql`${expiresAt} - interval '901 seconds'` })
    expect((await confirm(page, code)).status).toBe(403)
  })

  test('of somebody else cannot be asked for', async () => {
    const page = await signedIn(await newAccount())
    expect((await askForAddress(page, 'ada', 'evil@example.com')).status).toBe(403)
  })

  test('is mailed at most twenty times a quarter of an hour for one account', async () => {
    const account = await newAccount()
    const page = await signedIn(account)
    const { points } = limits.mailsByAsker
    const answers: number[] = []
    for (let mail = 0; mail <= points; mail++) {
      const { status } = await askForAddress(page, account.username, `${mail}-flood@example.com`)
      answers.push(status)
    }
    expect(answers).toEqual([...Array(points).fill(202), 429])
  })
})

test('nothing is kept by which a reader of the database could sign in', async () => {
  const { email } = await withAddress()
  await askForLink(email)
  const code = codeIn(await mailbox.next(email))
  expect(JSON.stringify(await contents())).not.toContain(code)
})

test('production has no outbox', async () => {
  expect((await call('GET', '/api/auth/outbox')).status).toBe(404)
})

describe('without a mail server', () => {
  test('the API says that it sends no mail', async () => {
    configure({ MAIL_URL: '' })
    expect((await problemOf(await askForLink(email))).code).toBe('mail_unavailable')
    const options = await (await call('GET', '/api/auth/options')).json()
    expect(options).toMatchObject({ mail: 'none' })
  })

  test('a mail server that does not answer is a problem, and the same for every address', async () => {
    configure({ MAIL_URL: 'smtp://127.0.0.1:1' })
    const { email: known } = await withAddress()
    for (const address of [known, 'nobody@example.com']) {
      expect((await askForLink(address)).status).toBe(503)
    }
  })
})
