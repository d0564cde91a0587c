import { createHmac } from 'node:crypto'
import { SignJWT } from 'jose/jwt/sign'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { deriveKey, tokenKeys } from '@/lib/session/keys'
import { apiOrigin, call, configure, dashboardOrigin, problemOf, signedIn } from './api'

const secret = process.env.AUTH_SECRET ?? ''
const now = () => Math.floor(Date.now() / 1_000)
const base64url = (value: string | object) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

let genuine: string
let claims: Record<string, unknown>
let header: { alg: string; typ: string; kid: string }
let key: Uint8Array<ArrayBuffer>

beforeAll(async () => {
  genuine = (await signedIn()).session
  const [head = '', payload = ''] = genuine.split('.')
  header = JSON.parse(Buffer.from(head, 'base64url').toString())
  claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
  key = await deriveKey(secret, 'session token')
})

/** A token with our own key and a true signature, whatever it says. */
function signed(change: Record<string, unknown>, head: Record<string, unknown> = {}, by = key): string {
  const text = `${base64url({ ...header, ...head })}.${base64url({ ...claims, ...change })}`
  return `${text}.${createHmac('sha256', by).update(text).digest('base64url')}`
}

const withSpareBits = (token: string) => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return token.replace(/.$/, (last) => alphabet[alphabet.indexOf(last) + 1] ?? '')
}

const forged: readonly (readonly [string, () => string | Promise<string>])[] = [
  ['alg none', () => `${base64url({ ...header, alg: 'none' })}.${base64url(claims)}.`],
  ['alg none, with the genuine signature', () => signed({}, { alg: 'none' })],
  ['alg NONE in capitals', () => `${base64url({ ...header, alg: 'NONE' })}.${base64url(claims)}.`],
  [
    'another algorithm, with our key',
    () => new SignJWT(claims).setProtectedHeader({ ...header, alg: 'HS512' }).sign(Buffer.concat([key, key])),
  ],
  ['an asymmetric algorithm', () => signed({}, { alg: 'RS256' })],
  ['no algorithm', () => signed({}, { alg: undefined })],
  ['a key of their own', () => signed({}, {}, new Uint8Array(32))],
  ['the secret itself as key', () => signed({}, {}, new TextEncoder().encode(secret))],
  ['the key of another purpose', async () => signed({}, {}, await deriveKey(secret, 'sign-in form'))],
  [
    'a key in the header',
    () => signed({}, { jwk: { kty: 'oct', k: base64url('x'.repeat(32)) } }, new Uint8Array(32)),
  ],
  ['an unknown key id', () => signed({}, { kid: 'ffffffffffffffff' })],
  ['no key id', () => signed({}, { kid: undefined })],
  ['a key id that is a property of every object', () => signed({}, { kid: '__proto__' })],
  ['an unknown critical header', () => signed({}, { crit: ['b64'], b64: false })],
  ['the type of another token', () => signed({}, { typ: 'JWT' })],
  ['no type', () => signed({}, { typ: undefined })],
  ['another issuer', () => signed({ iss: 'https://evil.example' })],
  ['another audience', () => signed({ aud: 'https://evil.example' })],
  ['the dashboard as audience', () => signed({ aud: dashboardOrigin() })],
  ['an end that is past', () => signed({ exp: now() - 60 })],
  ['an end that is text', () => signed({ exp: 'never' })],
  ['a start in the future', () => signed({ iat: now() + 3_600 })],
  ['a start longer ago than any session lasts', () => signed({ iat: now() - 31 * 86_400 })],
  ['not yet valid', () => signed({ nbf: now() + 3_600 })],
  ...['iss', 'aud', 'iat', 'exp', 'sub', 'sid'].map(
    (claim) => [`no ${claim}`, () => signed({ [claim]: undefined })] as const,
  ),
  ['a user that is no id', () => signed({ sub: 'ada' })],
  ['a session that is no id', () => signed({ sid: "' or 1=1 --" })],
  ['a session that is a number', () => signed({ sid: 1 })],
  ['a user that is not that of the session', () => signed({ sub: crypto.randomUUID() })],
  ['a session that never was', () => signed({ sid: crypto.randomUUID() })],
  ['padding at the end', () => `${genuine}=`],
  ['spare bits in the last character', () => withSpareBits(genuine)],
  ['white space inside', () => genuine.replace('.', '. ')],
  ['a fourth part', () => `${genuine}.AAAA`],
  ['two parts', () => genuine.split('.').slice(0, 2).join('.')],
  ['a signature cut short', () => genuine.slice(0, -1)],
  [
    'a claim changed after signing',
    () => genuine.replace(/\.(.)/, (_, first) => `.${first === 'e' ? 'f' : 'e'}`),
  ],
  ['a header that is not JSON', () => `AAAA.${genuine.split('.')[1]}.${genuine.split('.')[2]}`],
  ['an encrypted token', () => `${base64url({ alg: 'dir', enc: 'A256GCM' })}..AAAA.AAAA.AAAA`],
  ['quotation marks around it', () => `"${genuine}"`],
  ['64 KB', () => signed({ padding: 'x'.repeat(65_536) })],
  ['64 KB of dots', () => '.'.repeat(65_536)],
  ['bytes that are not ASCII', () => 'séssion'],
]

const send = (token: string, path = '/api/sessions') =>
  call('GET', path, { headers: { origin: dashboardOrigin(), cookie: `session=${token}` } })

test('the genuine token that the forged ones are made of is accepted', async () => {
  expect((await send(genuine)).status).toBe(200)
  expect((await send(signed({}))).status).toBe(200)
})

test('a token says whose session it is, for whom and until when, and nothing else', () => {
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

test.each(forged)('a token with %s is a 401 that deletes the cookie', async (_, forge) => {
  const token = await forge()
  const response = await send(token)
  expect(response.status).toBe(401)
  expect((await problemOf(response)).code).toBe('session_invalid')
  expect(response.headers.getSetCookie()[0]).toMatch(/^session=;/)
})

describe('rotating the secret', () => {
  const added = 'another-secret-for-the-integration-tests'
  afterEach(() => configure({ AUTH_SECRET: secret }))

  test('one that is added in front signs, and signs nobody out', async () => {
    const before = await signedIn()
    configure({ AUTH_SECRET: `${added},${secret}` })
    expect((await before.send('GET', '/api/sessions')).status).toBe(200)

    const since = await signedIn()
    const [head = ''] = since.session.split('.')
    const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString())
    expect(kid).toBe((await tokenKeys([added])).signing.id)

    await before.send('GET', '/api/auth/session')
    expect(before.session.split('.')[0], 'renewing signs with the new one').toBe(head)
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
