import { sessionCookieValues } from './cookie'
import { type SessionClaims, type TokenRules, verifyToken } from './token'

/** The session that a request shows by its cookies. */
export type PresentedSession =
  | { kind: 'none' }
  /** Two cookies of one name: one of them was planted (RFC 6265bis § 8.6). */
  | { kind: 'ambiguous' }
  /** Cookies, and no genuine token in them. */
  | { kind: 'invalid' }
  /** A genuine token that begins in the future of this clock. Its cookie is kept, because it will be good shortly. */
  | { kind: 'early' }
  | { kind: 'genuine'; token: string; claims: SessionClaims }

/**
 * Finds the session of a request, whichever form of cookie it came in. The signature decides and not the topology:
 * a cookie from before a change of topology still counts, and one that is left over is in nobody's way
 * (docs/decisions/0004-cookie-by-topology.md).
 * @param header the `Cookie` header
 */
export async function presentedSession(header: string | null, rules: TokenRules): Promise<PresentedSession> {
  const byForm = sessionCookieValues(header, new URL(rules.apiOrigin).protocol)
  const shown = byForm.filter((values) => values.length > 0)
  if (shown.length === 0) return { kind: 'none' }
  let kind: 'invalid' | 'early' = 'invalid'
  for (const [token = '', second] of shown) {
    if (second !== undefined) return { kind: 'ambiguous' }
    const claims = await verifyToken(token, rules)
    if (!('fault' in claims)) return { kind: 'genuine', token, claims }
    if (claims.fault === 'early') kind = 'early'
  }
  return { kind }
}
