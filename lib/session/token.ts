import { JWTClaimValidationFailed, JWTExpired } from 'jose/errors'
import { SignJWT } from 'jose/jwt/sign'
import { jwtVerify } from 'jose/jwt/verify'
import type { TokenKeys } from './keys'

const algorithm = 'HS256'
/**
 * Explicit typing, RFC 8725 § 3.11: no token made for one purpose passes for another. `session` is the cookie's, `page`
 * is held by a page whose browser keeps no cookie, and `visit` is the cookie of top-level visits that renews it.
 */
export type TokenType = 'session+jwt' | 'page+jwt' | 'visit+jwt'
/** Ours have about 400 bytes. */
const longest = 1_024
/** Says how far the clocks of two instances may differ. */
const clockToleranceSeconds = 60

/** Describes what a token says: who, and which session row. */
export interface SessionClaims {
  /** `sub`: the user's id. */
  userId: string
  /** `sid`: the id of the session row. */
  sessionId: string
  /** `azp`: the origin of the one page that may use the token. A page's token alone has one. */
  origin?: string | undefined
}

/** Says who makes and takes the tokens, and for how long one can be good. */
export interface TokenRules {
  keys: TokenKeys
  /** The API's own origin: issuer and audience are the same party. */
  apiOrigin: string
  /** The absolute limit of a session: no token is older. */
  maxAgeSeconds: number
}

/**
 * Says why a token was refused. The person is told only that it was. `early` is a genuine token of an instance whose clock is
 * ahead: it will be good shortly.
 */
export type TokenFault = 'malformed' | 'expired' | 'early' | 'not-genuine'

/** A signed session token; why a row besides: docs/decisions/0010-token-and-row.md. @param expiresAt the end of its life, at most the session's own */
export function signToken(
  { userId, sessionId, origin }: SessionClaims,
  expiresAt: Date,
  { keys, apiOrigin }: TokenRules,
  type: TokenType = 'session+jwt',
): Promise<string> {
  return new SignJWT({ sid: sessionId, azp: origin })
    .setProtectedHeader({ alg: algorithm, typ: type, kid: keys.signing.id })
    .setIssuer(apiOrigin)
    .setAudience(apiOrigin)
    .setSubject(userId)
    .setIssuedAt()
    .setExpirationTime(expiresAt)
    .sign(keys.signing.key)
}

/**
 * Tells whether a token is one of ours and still good, by its signature and claims alone; whether its session was
 * revoked only the row can tell. Never throws for anything that a client can send.
 */
export async function verifyToken(
  token: string,
  rules: TokenRules,
  type: TokenType = 'session+jwt',
): Promise<SessionClaims | { fault: TokenFault }> {
  if (token.length > longest || !isCanonical(token)) return { fault: 'malformed' }
  try {
    const { payload } = await jwtVerify(
      token,
      ({ kid }) => {
        const key = kid === undefined ? undefined : rules.keys.verifying.get(kid)
        if (!key) throw new Error('unknown key')
        return key
      },
      {
        algorithms: [algorithm],
        typ: type,
        issuer: rules.apiOrigin,
        audience: rules.apiOrigin,
        requiredClaims: ['iss', 'aud', 'iat', 'exp', 'sub', 'sid'],
        maxTokenAge: rules.maxAgeSeconds,
        clockTolerance: clockToleranceSeconds,
      },
    )
    const { sub, sid, azp } = payload
    if (!isId(sub) || !isId(sid)) return { fault: 'not-genuine' }
    return { userId: sub, sessionId: sid, ...(typeof azp === 'string' ? { origin: azp } : {}) }
  } catch (error) {
    if (error instanceof JWTExpired) return { fault: 'expired' }
    const early =
      error instanceof JWTClaimValidationFailed && error.claim === 'iat' && error.reason === 'check_failed'
    return { fault: early ? 'early' : 'not-genuine' }
  }
}

/** The rows have UUIDs: PostgreSQL answers anything else with an error, which would be a 500. */
function isId(claim: unknown): claim is string {
  return typeof claim === 'string' && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(claim)
}

/**
 * Three base64url parts without padding, the last character of the signature without spare bits: `jose` takes a
 * trailing `=` and any spare bits, and one session shall have one spelling (RFC 7515 § 2).
 */
function isCanonical(token: string): boolean {
  const match = /^[\w-]+\.[\w-]+\.[\w-]{42}([\w-])$/.exec(token)
  return match?.[1] !== undefined && 'AEIMQUYcgkosw048'.includes(match[1])
}
