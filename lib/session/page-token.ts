import { type SessionClaims, signToken, type TokenRules, verifyToken } from './token'

/** Says for how long a page may hold a token. A script that got into the page has it for no longer. */
const lifeSeconds = 600

/** A token for one page's memory, and its end. */
export interface PageToken {
  value: string
  expiresAt: string
  sessionId: string
}

/** Makes a token that is good at one origin, for as long as the session's row is there, ten minutes at the most. */
export async function signPageToken(claims: Required<SessionClaims>, rules: TokenRules): Promise<PageToken> {
  const expiresAt = new Date(Date.now() + lifeSeconds * 1_000)
  const value = await signToken(claims, expiresAt, rules, 'page+jwt')
  return { value, expiresAt: expiresAt.toISOString(), sessionId: claims.sessionId }
}

/**
 * Reads a page's token.
 * @param origin the `Origin` header of the request
 * @returns null for a token that is not genuine, has expired, or was made for another origin
 */
export async function pageTokenClaims(
  token: string,
  origin: string | null,
  rules: TokenRules,
): Promise<SessionClaims | null> {
  const claims = await verifyToken(token, rules, 'page+jwt')
  return 'fault' in claims || claims.origin === undefined || claims.origin !== origin ? null : claims
}
