import { brand } from '@/lib/brand'
import type { RoundTrip } from '@/lib/contract/sign-in'
import type { HandoverRow, SessionRow } from '@/lib/db/schema'
import type { ApiSettings } from '@/lib/gate/api-settings'
import type { Call } from '@/lib/gate/handler'
import { cookieValues } from '@/lib/session/cookie'
import { cookieEnd } from '@/lib/session/issue'
import { type PageToken, signPageToken } from '@/lib/session/page-token'
import { type LiveSession, liveSession } from '@/lib/session/rows'
import { type SessionClaims, signToken, verifyToken } from '@/lib/session/token'
import { issueHandover, takeHandover } from './handover'
import { finishAddress } from './page-origin'

/**
 * The way for browsers that keep no cookie of the API in a page of the dashboard. At a top-level visit the API is the
 * first party, so its own cookie is kept and sent. The visit ends in a handover, and the page gets a token for its
 * memory. Decision: docs/decisions/0021-without-cookies.md.
 */

type Page = Pick<RoundTrip, 'challenge' | 'origin' | 'next'>

/**
 * Returns the code by which the page continues a new session by a visit, if the browser should keep no cookie.
 * @returns undefined where `PAGE_TOKENS` or the topology turns this off
 */
export async function ticketFor(
  session: SessionRow,
  page: Pick<Page, 'challenge' | 'origin'>,
  { config }: Pick<ApiSettings, 'config'>,
): Promise<{ code: string; sessionId: string } | undefined> {
  if (!config.pageTokens) return undefined
  return { code: await continuing(session, 'ticket', page), sessionId: session.id }
}

const continuing = (session: SessionRow, via: 'ticket' | 'visit', page: Pick<Page, 'challenge' | 'origin'>) =>
  issueHandover({ userId: session.userId, link: null, sessionId: session.id, via }, page)

/** Returns the token of a page that has come back from a visit. */
export function pageTokenFor(
  { userId, sessionId, origin }: HandoverRow,
  { settings }: Pick<Call, 'settings'>,
): Promise<PageToken> {
  if (userId === null || sessionId === null) throw new Error('A visit continues the session of a user.')
  return signPageToken({ userId, sessionId, origin }, settings.tokens)
}

/**
 * Answers a top-level visit: begins with the code of a new sign-in, or goes on with the cookie of an earlier visit, and
 * sends the browser back to the page. The page has to know the session's id before, so an attacker who makes a victim's
 * browser come here with the attacker's code gains nothing.
 */
export async function visit(call: Call, page: Page & { code?: string | undefined }): Promise<void> {
  const { headers, settings } = call
  const live = page.code === undefined ? await visitorOf(call) : await sessionOfTicket(page.code, page, call)
  const cookie = await visitCookie(live?.session ?? null, settings)
  headers.append('set-cookie', cookie)
  const outcome = live ? { code: await continuing(live.session, 'visit', page) } : { error: 'session_ended' }
  headers.set('location', finishAddress(page.origin, { ...outcome, next: page.next }))
}

async function sessionOfTicket(
  code: string,
  { challenge, origin }: Page,
  { settings }: Pick<Call, 'settings'>,
): Promise<LiveSession | null> {
  const row = await takeHandover(code)
  if (row?.via !== 'ticket' || row.expiresAt <= new Date() || row.userId === null || row.sessionId === null)
    return null
  if (row.challenge !== challenge || row.origin !== origin) return null
  return liveSession({ userId: row.userId, sessionId: row.sessionId }, settings.config)
}

async function visitorOf({ request, settings }: Pick<Call, 'request' | 'settings'>) {
  const [value, second] = cookieValues(request.headers.get('cookie'), cookieName(settings))
  if (value === undefined || second !== undefined) return null
  const claims = await verifyToken(value, settings.tokens, 'visit+jwt')
  return 'fault' in claims ? null : liveSession(claims, settings.config)
}

const isSecure = ({ config }: ApiSettings) => new URL(config.apiOrigin).protocol === 'https:'
const cookieName = (settings: ApiSettings) =>
  `${isSecure(settings) ? '__Host-' : ''}${brand.cookieLabel}-visit`

/** `Lax`, because the visit comes from another site; unpartitioned, because the API is the first party of it. */
async function visitCookie(session: SessionRow | null, settings: ApiSettings): Promise<string> {
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure(settings) ? '; Secure' : ''}`
  if (session === null) return `${cookieName(settings)}=; Max-Age=0; ${attributes}`
  const end = cookieEnd(session, settings.config)
  const claims: SessionClaims = { userId: session.userId, sessionId: session.id }
  const token = await signToken(claims, end, settings.tokens, 'visit+jwt')
  const seconds = Math.floor((end.getTime() - Date.now()) / 1_000)
  return `${cookieName(settings)}=${token}; Max-Age=${seconds}; ${attributes}`
}
