import type { Contract } from '@/lib/contract'
import type { Answer } from '@/lib/contract/types'
import { ApiError } from './api-error'
import type { ApiClient } from './client'
import { challengeOf, keepVerifier, newVerifier } from './handover'
import { rememberVisitedSession, visitedSession } from './page-token'

/** The page's half of the way without cookies. Loaded where it is used. */

type Handover = Answer<Contract['handover'], 'POST'>
type Token = NonNullable<Handover['token']>
type Ticket = NonNullable<Handover['visit']>

/** Says where the API is, and which page of the dashboard to come back to. */
interface Way {
  apiOrigin: string
  next: string
}

/** A token that ends sooner than this is not used any more, because a call takes its time. */
const marginMs = 15_000
/** The time in which another tab answers. */
const tabsAnswerMs = 200
/** The time in which another tab comes back from its visit. */
const visitMs = 8_000

/** In memory alone: nothing that is stored can be read by a later script. */
let held: Token | null = null
let heard: () => void = () => {}
/** Says until when another tab can be away for a visit, whose token this tab gets too. */
let awayUntil = 0
let renewal: Promise<string | null> | null = null

const isFresh = ({ sessionId, expiresAt }: Token) =>
  sessionId === visitedSession() && Date.parse(expiresAt) - Date.now() > marginMs

/** Returns this tab's token while it is good for a call. */
const fresh = (): Token | null => (held && isFresh(held) ? held : null)

/** Tabs share a renewal: whoever has a fresh token gives it to the tab that asks. Only pages of this origin can hear. */
const tabs = new BroadcastChannel('page-token')
tabs.onmessage = ({ data }: MessageEvent<'asked' | 'leaving' | Token>) => {
  if (data === 'asked') {
    if (fresh()) tabs.postMessage(held)
  } else if (data === 'leaving') {
    awayUntil = Date.now() + visitMs
  } else if (isFresh(data)) {
    held = data
    heard()
  }
}

/**
 * Keeps the token that a visit ended in.
 * @throws {ApiError} for the token of another session: somebody else made this browser visit the API
 */
export function takePageToken(token: Token): void {
  if (token.sessionId !== visitedSession()) {
    throw new ApiError({
      kind: 'forbidden',
      title: 'Another sign-in',
      detail: 'The API knows this browser by another sign-in than this page. Sign in again.',
    })
  }
  held = token
  tabs.postMessage(token)
}

/**
 * Returns a token that is good for a call: this tab's, another tab's, or that of a visit, for which the page is left.
 * @returns null on the page that a visit comes back to, which waits for its token
 * @throws TypeError when the API does not answer: then the page stays
 */
export async function currentToken(apiOrigin: string): Promise<string | null> {
  const own = fresh()
  if (own) return own.value
  // Several calls of a page wait for one renewal.
  renewal ??= renew(apiOrigin).finally(() => {
    renewal = null
  })
  return renewal
}

async function renew(apiOrigin: string): Promise<string | null> {
  // Not all tabs at the same moment, so that the first one to leave can say so.
  await tokenOfTabs(tabsAnswerMs * (1 + Math.random()))
  if (!fresh() && awayUntil > Date.now()) await tokenOfTabs(awayUntil - Date.now())
  const others = fresh()
  if (others) return others.value
  const { pathname, search, hash } = window.location
  if (pathname === '/sign-in/finish') return null
  // A visit to an API that is down would leave the person with the browser's error page.
  await fetch(`${apiOrigin}/api/health`, { mode: 'no-cors', cache: 'no-store' })
  tabs.postMessage('leaving')
  return leave({ apiOrigin, next: `${pathname}${search}${hash}` }, newVerifier())
}

const tokenOfTabs = (withinMs: number) =>
  new Promise<void>((resolve) => {
    heard = resolve
    setTimeout(resolve, withinMs)
    tabs.postMessage('asked')
  })

/** Continues a sign-in of which the browser kept no cookie. Leaves the page. */
export function continueByVisit(way: Way, { code, sessionId }: Ticket, verifier: string): Promise<never> {
  rememberVisitedSession(sessionId)
  return leave(way, verifier, { code })
}

/** Signs in by password where the browser keeps no cookie. Leaves the page, or returns null where the API offers no such way. */
export async function signInByVisit(
  client: ApiClient,
  way: Way,
  credentials: { username: string; password: string },
): Promise<null> {
  const verifier = newVerifier()
  const body = { ...credentials, challenge: await challengeOf(verifier) }
  const answer = await client.call('passwordCode', 'POST', { body }).catch((error: unknown) => {
    if (error instanceof ApiError && error.kind === 'not_found') return null
    throw error
  })
  if (answer === null) return null
  const { visit } = await client.call('handover', 'POST', { body: { code: answer.code, verifier } })
  return visit ? continueByVisit(way, visit, verifier) : null
}

async function leave(way: Way, verifier: string, more: { code?: string } = {}): Promise<never> {
  keepVerifier(verifier)
  const { origin } = window.location
  const query = new URLSearchParams({
    challenge: await challengeOf(verifier),
    origin,
    next: way.next,
    ...more,
  })
  window.location.replace(`${way.apiOrigin}/api/auth/visit?${query}`)
  // The browser is on its way.
  return new Promise<never>(() => {})
}
