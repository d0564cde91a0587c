import type { SessionRow } from '@/lib/db/schema'
import { type CookieProfile, setCookie } from './cookie'
import type { SessionLimits } from './rows'
import { signToken, type TokenRules } from './token'

/** Returns when a cookie that is made now ends: the idle limit from now on, or the absolute one when that is sooner. */
export function cookieEnd(session: SessionRow, { sessionIdleSeconds }: SessionLimits): Date {
  return new Date(Math.min(Date.now() + sessionIdleSeconds * 1_000, session.expiresAt.getTime()))
}

/** Returns the `Set-Cookie` value of a session, with a token that is made now. */
export async function issueSessionCookie(
  session: SessionRow,
  { config, cookie, tokens }: { config: SessionLimits; cookie: CookieProfile; tokens: TokenRules },
): Promise<string> {
  const end = cookieEnd(session, config)
  const token = await signToken({ userId: session.userId, sessionId: session.id }, end, tokens)
  return setCookie(cookie, 'session', token, Math.floor((end.getTime() - Date.now()) / 1_000))
}
