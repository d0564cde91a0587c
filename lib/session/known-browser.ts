import { SignJWT } from 'jose/jwt/sign'
import { jwtVerify } from 'jose/jwt/verify'
import * as z from 'zod/mini'
import { type CookieProfile, cookieValues, setCookie } from './cookie'
import { deriveKey } from './keys'

/**
 * A browser that has signed in to an account before. It is counted by itself, so that guesses from elsewhere cannot
 * lock its owner out: docs/decisions/0009-rate-limits.md.
 */
export interface KnownBrowser {
  /** Random, and the same for as long as the cookie lives. */
  id: string
  /** Stand-ins for the accounts, the last used first. */
  accounts: readonly string[]
}

const algorithm = 'HS256'
const type = 'browser+jwt'
/** As long as browsers keep any cookie (RFC 6265bis § 5.5). */
const maxAgeSeconds = 400 * 86_400
/** A browser that several people share still fits into a short cookie. */
const mostAccounts = 5

const claims = z.object({ jti: z.uuid(), accounts: z.array(z.string()) })

const keys = (secrets: readonly string[]) =>
  Promise.all(secrets.map((secret) => deriveKey(secret, 'known browser')))

/**
 * Reads the cookie of a browser that has signed in before.
 * @param header the `Cookie` header
 * @param secrets of the configuration: any of them may have signed
 * @returns null for a browser that never signed in, and for a cookie that is not genuine
 */
export async function knownBrowser(
  header: string | null,
  profile: CookieProfile,
  secrets: readonly string[],
): Promise<KnownBrowser | null> {
  const [value, second] = cookieValues(header, `${profile.prefix}browser`)
  // Two: one was planted, and guessing which is not worth it.
  if (value === undefined || second !== undefined || value.length > 1_024) return null
  for (const key of await keys(secrets)) {
    try {
      const { payload } = await jwtVerify(value, key, { algorithms: [algorithm], typ: type })
      const { data } = claims.safeParse(payload)
      if (data) return { id: data.jti, accounts: data.accounts }
    } catch {
      // Not by this key.
    }
  }
  return null
}

/**
 * Returns the `Set-Cookie` value that lets a browser be known for one more account.
 * @param account the stand-in for the account that it has just signed in to
 */
export async function rememberBrowser(
  known: KnownBrowser | null,
  account: string,
  profile: CookieProfile,
  secrets: readonly string[],
): Promise<string> {
  const [key = new Uint8Array()] = await keys(secrets.slice(0, 1))
  const others = known?.accounts.filter((other) => other !== account) ?? []
  const token = await new SignJWT({ accounts: [account, ...others].slice(0, mostAccounts) })
    .setProtectedHeader({ alg: algorithm, typ: type })
    .setJti(known?.id ?? crypto.randomUUID())
    .setIssuedAt()
    .setExpirationTime(`${maxAgeSeconds}s`)
    .sign(key)
  return setCookie(profile, 'browser', token, maxAgeSeconds)
}
