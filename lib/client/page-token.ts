/** The page's token, where the browser keeps no cookie of the API: docs/decisions/0021-without-cookies.md. */

/** Names the entry of localStorage that holds the id of the session, which is no secret. The token is in memory alone. */
const KEY = 'page-token-session'

/** Returns the session that this browser continues by visits, or null in a browser that keeps the cookie. */
export function visitedSession(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    // Node.js has no storage, and a browser may forbid it.
    return null
  }
}

export const usesPageToken = (): boolean => visitedSession() !== null

export const rememberVisitedSession = (sessionId: string): void => localStorage.setItem(KEY, sessionId)

export function forgetPageToken(): void {
  if (usesPageToken()) localStorage.removeItem(KEY)
}

/** Returns the value of `Authorization`, or null in a browser that keeps the cookie. May leave the page for a visit. */
export async function authorization(apiOrigin: string): Promise<string | null> {
  if (!usesPageToken()) return null
  const { currentToken } = await import('./visit')
  const token = await currentToken(apiOrigin)
  return token && `Bearer ${token}`
}
