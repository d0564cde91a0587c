import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { tokenKeys } from '@/lib/session/keys'
import { sessionCookie } from '../api-page'
import { type Forged, forgedTokens, partsOf } from '../forged-tokens'
import { apiOrigin, call, configure, dashboardOrigin, problemOf, signedIn } from './api'

const secret = process.env.AUTH_SECRET ?? ''

let genuine: string
let forged: readonly Forged[]

beforeAll(async () => {
  genuine = (await signedIn()).session
  forged = await forgedTokens(genuine, secret)
})

const send = (token: string, path = '/api/sessions') =>
  call('GET', path, { headers: { origin: dashboardOrigin(), cookie: `${sessionCookie.lax}=${token}` } })

test('the genuine token that the forged ones are made of is accepted', async () => {
  expect((await send(genuine)).status).toBe(200)
})

test('a token says whose session it is, for whom and until when, and nothing else', () => {
  const { header, claims } = partsOf(genuine)
  expect(header).toEqual({ alg: 'HS256', typ: 'session+jwt', kid: expect.stringMatching(/^[0-9a-f]{16}$/) })
  const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/)
  const iat = expect.any(Number)
  expect(claims).toEqual({
    iss: apiOrigin(),
    aud: apiOrigin(),
    iat,
    exp: expect.any(Number),
    sub: uuid,
    sid: uuid,
  })
  expect(Number(claims.exp) - Number(claims.iat)).toBeCloseTo(7 * 86_400, -1)
})

test('a forged token is a 401 that deletes the cookie, whatever is wrong with it', async () => {
  expect(forged.length).toBeGreaterThan(40)
  for (const [what, token] of forged) {
    const response = await send(token)
    expect(response.status, `a token with ${what}`).toBe(401)
    expect((await problemOf(response)).code, `a token with ${what}`).toBe('session_invalid')
    if (what === 'a start in the future') {
      expect(response.headers.getSetCookie(), 'it will be good later').toEqual([])
      continue
    }
    const deletions = response.headers.getSetCookie().join('\n')
    expect(deletions, `a token with ${what}`).toContain(`${sessionCookie.lax}=; Expires`)
  }
})

describe('rotating the secret', () => {
  const added = 'another-secret-for-the-integration-tests'
  afterEach(() => configure({ AUTH_SECRET: secret }))

  test('one that is added in front signs, and signs nobody out', async () => {
    const before = await signedIn()
    configure({ AUTH_SECRET: `${added},${secret}` })
    expect((await before.send('GET', '/api/sessions')).status).toBe(200)

    const since = await signedIn()
    const { kid } = partsOf(since.session).header
    expect(kid).toBe((await tokenKeys([added])).signing.id)

    await before.send('GET', '/api/auth/session')
    expect(partsOf(before.session).header.kid, 'renewing signs with the new one').toBe(kid)
  })

  test('removing the old one ends the sessions it signed and no others', async () => {
    const old = await signedIn()
    configure({ AUTH_SECRET: `${added},${secret}` })
    const renewed = await signedIn()
    configure({ AUTH_SECRET: added })
    expect((await old.send('GET', '/api/sessions')).status).toBe(401)
    expect((await renewed.send('GET', '/api/sessions')).status).toBe(200)
  })
})
