import '@/tests/integration/environment'
import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { handovers, passkeys, rateLimits } from '@/lib/db/schema'
import { configure, newAccount, Page, problemOf, signedIn } from '@/tests/integration/api'
import { challengeOf, newVerifier } from '@/tests/integration/round-trip'
import { Authenticator } from './authenticator'

/** Attacks on passkeys, with an authenticator that signs whatever an attacker wants: docs/decisions/0022-passkeys.md. */

const here = 'http://localhost:3000'
const sibling = 'http://localhost:3001'
const relyingParty = 'localhost'
beforeAll(() => configure({ ALLOWED_ORIGINS: `${here},${sibling}` }))

async function challengeFrom(page: Page, path: string): Promise<string> {
  // Every page here has one address.
  await (await database()).delete(rateLimits)
  const response = await page.send('POST', path, { json: {} })
  expect(response.status).toBe(200)
  return ((await response.json()) as { challenge: string }).challenge
}
const challengeToAdd = (page: Page) => challengeFrom(page, '/api/passkeys/challenge')
const challengeToSignIn = (page = new Page()) => challengeFrom(page, '/api/auth/passkey/challenge')

const add = (page: Page, response: object) =>
  page.send('POST', '/api/passkeys', { json: { name: 'Key', response } })

const signIn = (response: object, { page = new Page(), verifier = newVerifier() } = {}) =>
  page.send('POST', '/api/auth/passkey', { json: { response, challenge: challengeOf(verifier) } })

async function withPasskey() {
  const account = await newAccount()
  const page = await signedIn(account)
  const device = new Authenticator(relyingParty)
  const added = await add(page, device.create({ challenge: await challengeToAdd(page), origin: here }))
  expect(added.status).toBe(204)
  return { ...account, page, device }
}

async function refused(response: Response) {
  expect(response.status).toBe(403)
  expect((await problemOf(response)).code).toBe('passkey_invalid')
  expect(response.headers.getSetCookie()).toEqual([])
}

test('a passkey signs its owner in, at the page that asked', async () => {
  const { username, device } = await withPasskey()
  const [page, verifier] = [new Page(), newVerifier()]
  const answer = device.get({ challenge: await challengeToSignIn(page), origin: here })
  const { code } = (await (await signIn(answer, { page, verifier })).json()) as { code: string }
  expect((await page.send('POST', '/api/auth/handover', { json: { code, verifier } })).status).toBe(200)
  expect(await (await page.send('GET', '/api/auth/session')).json()).toMatchObject({ user: { username } })
})

describe('a challenge is of no use', () => {
  test('when its answer is replayed, one by one or at once', async () => {
    const { device, page } = await withPasskey()
    const answer = device.get({ challenge: await challengeToSignIn(), origin: here })
    const answers = await Promise.all(Array.from({ length: 6 }, () => signIn(answer)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403, 403, 403, 403, 403])
    await refused(await signIn(answer))

    const second = new Authenticator(relyingParty)
    const created = second.create({ challenge: await challengeToAdd(page), origin: here })
    expect((await add(page, created)).status).toBe(204)
    await refused(await add(page, created))
  })

  test('when nobody gave it out', async () => {
    const { device } = await withPasskey()
    await refused(await signIn(device.get({ challenge: newVerifier(), origin: here })))
  })

  test('after five minutes', async () => {
    const { device } = await withPasskey()
    const challenge = await challengeToSignIn()
    const { expiresAt } = handovers
    await (await database()).update(handovers).set({ expiresAt: sql`${expiresAt} - interval '301 seconds'` })
    await refused(await signIn(device.get({ challenge, origin: here })))
  })

  test('for another ceremony: adding is not signing in, nor a code of the handover', async () => {
    const { device, page } = await withPasskey()
    await refused(await signIn(device.get({ challenge: await challengeToAdd(page), origin: here })))
    const created = new Authenticator(relyingParty).create({
      challenge: await challengeToSignIn(),
      origin: here,
    })
    await refused(await add(page, created))
    const posted = { code: await challengeToSignIn(), verifier: newVerifier() }
    const handover = await new Page().send('POST', '/api/auth/handover', { json: posted })
    expect((await problemOf(handover)).code).toBe('handover_invalid')
  })
})

describe('another origin gains nothing', () => {
  test('by relaying the challenge to a page of its own', async () => {
    const { device } = await withPasskey()
    for (const origin of ['https://evil.example', sibling, `${here}.evil.example`, 'null']) {
      await refused(await signIn(device.get({ challenge: await challengeToSignIn(), origin })))
    }
  })

  test('by a challenge that another allowed page got', async () => {
    const { device } = await withPasskey()
    const challenge = await challengeToSignIn(new Page({ origin: sibling }))
    await refused(await signIn(device.get({ challenge, origin: here })))
    const answer = device.get({ challenge: await challengeToSignIn(), origin: here })
    await refused(await signIn(answer, { page: new Page({ origin: sibling }) }))
  })

  test('by asking itself', async () => {
    for (const origin of ['https://evil.example', 'null']) {
      const page = new Page({ origin })
      expect((await page.send('POST', '/api/auth/passkey/challenge', { json: {} })).status).toBe(403)
    }
  })

  test('by a passkey of its own name', async () => {
    const { page } = await withPasskey()
    const device = new Authenticator('evil.example')
    await refused(await add(page, device.create({ challenge: await challengeToAdd(page), origin: here })))
  })
})

describe('another user gains nothing', () => {
  test('by naming somebody else’s passkey and signing with a key of their own', async () => {
    const { device: victims } = await withPasskey()
    const { device: attackers } = await withPasskey()
    const answer = attackers.get({ challenge: await challengeToSignIn(), origin: here })
    await refused(await signIn({ ...answer, id: victims.id, rawId: victims.id }))
  })

  test('by a challenge to add a passkey that somebody else got', async () => {
    const [victim, attacker] = [await withPasskey(), await withPasskey()]
    const challenge = await challengeToAdd(victim.page)
    await refused(
      await add(attacker.page, new Authenticator(relyingParty).create({ challenge, origin: here })),
    )
    await refused(await add(victim.page, new Authenticator(relyingParty).create({ challenge, origin: here })))
  })

  test('by adding a passkey under the id of somebody else’s, which still signs its owner in', async () => {
    const { device: victims } = await withPasskey()
    const { page } = await withPasskey()
    const before = await (await database()).select().from(passkeys)
    const copy = new Authenticator(relyingParty, victims.id)
    await refused(await add(page, copy.create({ challenge: await challengeToAdd(page), origin: here })))
    expect(await (await database()).select().from(passkeys)).toEqual(before)
    expect((await signIn(victims.get({ challenge: await challengeToSignIn(), origin: here }))).status).toBe(
      200,
    )
  })

  test('by removing somebody else’s', async () => {
    const [victim, attacker] = [await withPasskey(), await withPasskey()]
    const listed = (await (await victim.page.send('GET', '/api/passkeys')).json()) as {
      passkeys: { id: string }[]
    }
    const id = listed.passkeys[0]?.id ?? ''
    expect((await attacker.page.send('DELETE', `/api/passkeys/${id}`)).status).toBe(404)
    expect((await victim.page.send('DELETE', `/api/passkeys/${id}`)).status).toBe(204)
  })
})

describe('a device is refused', () => {
  test('that does not know who holds it', async () => {
    const { device, page } = await withPasskey()
    await refused(
      await signIn(device.get({ challenge: await challengeToSignIn(), origin: here, verified: false })),
    )
    const stolen = new Authenticator(relyingParty)
    const challenge = await challengeToAdd(page)
    await refused(await add(page, stolen.create({ challenge, origin: here, verified: false })))
  })

  test('whose counter goes back, as that of a copy does', async () => {
    const { device } = await withPasskey()
    expect((await signIn(device.get({ challenge: await challengeToSignIn(), origin: here }))).status).toBe(
      200,
    )
    device.counter = 0
    await refused(await signIn(device.get({ challenge: await challengeToSignIn(), origin: here })))
  })
})
