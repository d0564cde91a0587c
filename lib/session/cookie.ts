import { trimWhiteSpace } from '@next-cross-origin/cors/tokens'
import type { Topology } from '@/lib/config/site'

/** How a cookie of the API is named and kept. See docs/decisions/0004-cookie-by-topology.md. */
export interface CookieProfile {
  /** `__Host-` in front where browsers keep it: Secure, this host alone, `Path=/` (RFC 6265bis § 4.1.3.2). */
  prefix: '' | '__Host-'
  secure: boolean
  sameSite: 'lax' | 'strict' | 'none'
  /** Kept apart by top-level site, and so not blocked with third-party cookies (CHIPS). */
  partitioned: boolean
}

/**
 * The only form of cookie that every browser keeps and sends back, for this relation of the two origins.
 * @param scheme the API's own, `http:` or `https:`
 */
export function cookieProfile(topology: Topology, scheme: string): CookieProfile {
  if (topology === 'cross-site') {
    return { prefix: '__Host-', secure: true, sameSite: 'none', partitioned: true }
  }
  if (scheme === 'https:') return { prefix: '__Host-', secure: true, sameSite: 'strict', partitioned: false }
  return { prefix: '', secure: false, sameSite: 'lax', partitioned: false }
}

export function sessionCookieName(profile: CookieProfile): string {
  return `${profile.prefix}session`
}

/**
 * The values of one cookie in a `Cookie` header, in the order they were sent.
 * More than one means that somebody else planted one: RFC 6265bis § 8.6.
 */
export function cookieValues(header: string | null, name: string): string[] {
  const values: string[] = []
  for (const pair of header?.split(';') ?? []) {
    const equals = pair.indexOf('=')
    // `trim` would take more: `\xa0__Host-session` is another name, and no prefix binds it.
    if (equals > 0 && trimWhiteSpace(pair, 0, equals) === name) values.push(trimWhiteSpace(pair, equals + 1))
  }
  return values
}

function attributes({ secure, sameSite, partitioned }: CookieProfile, path: string): string {
  const site = `SameSite=${sameSite[0]?.toUpperCase()}${sameSite.slice(1)}`
  return [
    `Path=${path}`,
    'HttpOnly',
    ...(secure ? ['Secure'] : []),
    site,
    ...(partitioned ? ['Partitioned'] : []),
  ].join('; ')
}

const ended = 'Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0'

/** The `Set-Cookie` value that deletes the session cookie: every attribute again, or browsers keep it. */
export function clearedSessionCookie(profile: CookieProfile): string {
  return `${sessionCookieName(profile)}=; ${ended}; ${attributes(profile, '/')}`
}

/**
 * The `Set-Cookie` values that delete every session cookie that a request to this URL may carry, those planted by
 * a sibling subdomain with `Domain=` or a narrower `Path=` included. A `__Host-` cookie has neither.
 */
export function clearedSessionCookies(profile: CookieProfile, url: URL): string[] {
  const own = clearedSessionCookie(profile)
  if (profile.prefix !== '') return [own]
  const name = sessionCookieName(profile)
  const labels = url.hostname.split('.')
  const domains = labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'))
  const segments = url.pathname.split('/').filter(Boolean).slice(0, 6)
  const paths = [
    '/',
    ...segments.flatMap((_, index) => {
      const path = `/${segments.slice(0, index + 1).join('/')}`
      return [path, `${path}/`]
    }),
  ]
  const narrower = paths.slice(1).map((path) => `${name}=; ${ended}; ${attributes(profile, path)}`)
  const planted = domains.flatMap((domain) =>
    paths.map((path) => `${name}=; ${ended}; Domain=${domain}; ${attributes(profile, path)}`),
  )
  return [own, ...narrower, ...planted]
}
