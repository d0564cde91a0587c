/** Stands in for the dashboard's origin while a path is resolved; `.invalid` never resolves (RFC 6761). */
const BASE = 'https://dashboard.invalid'

/**
 * Returns the page to go to after signing in.
 * @param next the `next` parameter of the sign-in page: anyone can write that link
 * @returns the path, query and fragment of a page of the dashboard; `/dashboard` for anything that could lead elsewhere
 */
export function safeNextPath(next: string | null | undefined): string {
  const fallback = '/dashboard'
  // A URL parser drops tabs and line breaks and reads a backslash as a slash: `/\evil.example` is another host.
  if (!next?.startsWith('/') || /^\/\/|[\\\p{Cc}]/u.test(next) || !URL.canParse(next, BASE)) return fallback
  const url = new URL(next, BASE)
  if (url.origin !== BASE || url.pathname.startsWith('//')) return fallback
  // Back to the form would be a loop.
  if (url.pathname === '/sign-in' || url.pathname === '/sign-up') return fallback
  return `${url.pathname}${url.search}${url.hash}`
}

/** The sign-in page that leads back to `path`. `ended` makes it say that the session has ended. */
export function signInPath(path: string, { ended = false } = {}): string {
  const query = new URLSearchParams()
  const next = safeNextPath(path)
  if (next !== '/dashboard') query.set('next', next)
  if (ended) query.set('ended', '1')
  return query.size === 0 ? '/sign-in' : `/sign-in?${query}`
}
