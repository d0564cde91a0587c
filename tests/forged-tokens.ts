import { createHmac } from 'node:crypto'
import { SignJWT } from 'jose/jwt/sign'
import { deriveKey } from '@/lib/session/keys'

/** Tokens that an attacker may come up with, those of one who has the key included: each must be refused. */

const now = () => Math.floor(Date.now() / 1_000)
const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** The header and the claims of a token, unchecked. */
export function partsOf(token: string): { header: Record<string, unknown>; claims: Record<string, unknown> } {
  const [header = {}, claims = {}] = token
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()))
  return { header, claims }
}

/** The same token with one of the bits set that base64url leaves unused. */
function withSpareBits(token: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return token.replace(/.$/, (last) => alphabet[alphabet.indexOf(last) + 1] ?? '')
}

export type Forged = readonly [what: string, token: string]

/** Signs the genuine claims and header with some of them changed. */
type Sign = (change: object, changedHeader?: object, by?: Uint8Array) => string

/**
 * @param genuine a token that is accepted now
 * @param secret the one that signed it
 */
export async function forgedTokens(genuine: string, secret: string): Promise<readonly Forged[]> {
  const { header, claims } = partsOf(genuine)
  const key = await deriveKey(secret, 'session token')
  const formKey = await deriveKey(secret, 'sign-in form')
  const noKey = new Uint8Array(32)
  /** With our own key and a true signature, whatever it says. */
  const signed: Sign = (change, changedHeader = {}, by = key) => {
    const text = `${base64url({ ...header, ...changedHeader })}.${base64url({ ...claims, ...change })}`
    return `${text}.${createHmac('sha256', by).update(text).digest('base64url')}`
  }
  const unsigned = (alg: string) => `${base64url({ ...header, alg })}.${base64url(claims)}.`
  const HS512 = await new SignJWT(claims)
    .setProtectedHeader({ ...header, alg: 'HS512' })
    .sign(Buffer.concat([key, key]))

  return [
    ['alg none', unsigned('none')],
    ['alg NONE', unsigned('NONE')],
    ['alg none and the genuine signature', signed({}, { alg: 'none' })],
    ['another algorithm, with our key', HS512],
    ['an asymmetric algorithm', signed({}, { alg: 'RS256' })],
    ['no algorithm', signed({}, { alg: undefined })],
    ['a key of their own', signed({}, {}, noKey)],
    ['the secret itself as key', signed({}, {}, new TextEncoder().encode(secret))],
    ['the key of another purpose', signed({}, {}, formKey)],
    ['its key in the header', signed({}, { jwk: { kty: 'oct', k: 'A'.repeat(43) } }, noKey)],
    ['an unknown key id', signed({}, { kid: 'ffffffffffffffff' })],
    ['no key id', signed({}, { kid: undefined })],
    ['a key id that every object has', signed({}, { kid: '__proto__' })],
    ['an unknown critical header', signed({}, { crit: ['b64'], b64: false })],
    ['the type of another token', signed({}, { typ: 'JWT' })],
    ['no type', signed({}, { typ: undefined })],
    ...claimedFalsely(signed),
    ...brokenApart(genuine, claims),
    ['64 KB of claims', signed({ padding: 'x'.repeat(49_152) })],
  ]
}

/** Our own key and a true signature over claims that are not true. */
function claimedFalsely(signed: Sign): Forged[] {
  return [
    ['another issuer', signed({ iss: 'https://evil.example' })],
    ['another audience', signed({ aud: 'https://evil.example' })],
    ['an end that is past', signed({ exp: now() - 60 })],
    ['an end that is text', signed({ exp: 'never' })],
    ['a start in the future', signed({ iat: now() + 3_600 })],
    ['a start longer ago than any session lasts', signed({ iat: now() - 31 * 86_400 })],
    ['a time from which it is valid, to come', signed({ nbf: now() + 3_600 })],
    ...['iss', 'aud', 'iat', 'exp', 'sub', 'sid'].map(
      (claim): Forged => [`no ${claim}`, signed({ [claim]: undefined })],
    ),
    ['a user that is no id', signed({ sub: 'ada' })],
    ['a session that is no id', signed({ sid: "' or 1=1 --" })],
    ['a session that is a number', signed({ sid: 1 })],
    ['a user that is not that of the session', signed({ sub: crypto.randomUUID() })],
    ['a session that never was', signed({ sid: crypto.randomUUID() })],
  ]
}

/** The genuine token, with a part of it changed after it was signed. */
function brokenApart(genuine: string, claims: object): Forged[] {
  const [head = '', payload = '', signature = ''] = genuine.split('.')
  return [
    ['padding at the end', `${genuine}=`],
    ['spare bits in the last character', withSpareBits(genuine)],
    ['white space inside', `${head}. ${payload}.${signature}`],
    ['a fourth part', `${genuine}.AAAA`],
    ['two parts', `${head}.${payload}`],
    ['a signature cut short', genuine.slice(0, -1)],
    [
      'claims changed after signing',
      `${head}.${base64url({ ...claims, sub: crypto.randomUUID() })}.${signature}`,
    ],
    ['a header that is not JSON', `AAAA.${payload}.${signature}`],
    ['encryption in place of a signature', `${base64url({ alg: 'dir', enc: 'A256GCM' })}..AAAA.AAAA.AAAA`],
    ['quotation marks around it', `"${genuine}"`],
    ['64 KB of dots', '.'.repeat(65_536)],
    ['bytes that are not ASCII', 's\u00e9ssion'],
  ]
}
