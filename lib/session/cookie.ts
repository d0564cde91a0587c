import { trimWhiteSpace } from '@next-cross-origin/cors/tokens'
import { brand } from '@/lib/brand'
import type { Topology } from '@/lib/config/site'

/** Says how a cookie of the API is named and kept. See docs/decisions/0004-cookie-by-topology.md. */
export interface CookieProfile {
  /**
   * Begins every name. `__Host-` comes first where browsers keep it: Secure, this host alone, `Path=/`
   * (RFC 6265bis § 4.1.3.2).
   */
  prefix: string
  secure: boolean
  sameSite: 'lax' | 'strict' | 'none'
  /** Kept apart by top-level site, and so not blocked with third-party cookies (CHIPS). */
  partitioned: boolean
}

/**
 * The three forms. Each has a name of its own, because a browser keeps a partitioned cookie beside an unpartitioned
 * one of the same name and sends both.
 */
export const cookieForms = {
  lax: { prefix: `${brand.cookieLabel}-`, secure: false, sameSite: 'lax', partitioned: false },
  strict: { prefix: `__Host-${brand.cookieLabel}-`, secure: true, sameSite: 'strict', partitioned: false },
  partitioned: {
    prefix: `__Host-${brand.cookieLabel}-partitioned-`,
    secure: true,
    sameSite: 'none',
    partitioned: true,
  },
} as const satisfies Record<string, CookieProfile>

/**
 * Returns the only form of cookie that every browser keeps and sends back, for this relation of the two origins.
 * @param scheme the API's own, `http:` or `https:`
 */
export function cookieProfile(topology: Topology, scheme: string): CookieProfile {
  if (topology === 'cross-site') return cookieForms.partitioned
  return scheme === 'https:' ? cookieForms.strict : cookieForms.lax
}

/**
 * Returns the forms that a genuine cookie can have, the one that wins first. Over https a name without `__Host-` is
 * never read, because a sibling subdomain can set it.
 */
function formsOver(scheme: string): readonly CookieProfile[] {
  return scheme === 'https:'
    ? [cookieForms.strict, cookieForms.partitioned]
    : [cookieForms.partitioned, cookieForms.lax]
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

/**
 * Returns a `Set-Cookie` value in the form of the topology.
 * @param name without the prefix of the form
 */
export function setCookie(
  profile: CookieProfile,
  name: string,
  value: string,
  maxAgeSeconds: number,
): string {
  return `${profile.prefix}${name}=${value}; Max-Age=${maxAgeSeconds}; ${attributes(profile, '/')}`
}

/** Returns the `Set-Cookie` value that deletes a cookie in the form of the topology. @param name without the prefix */
export function clearedCookie(profile: CookieProfile, name: string): string {
  return `${profile.prefix}${name}=; ${ended}; ${attributes(profile, '/')}`
}

const ended = 'Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0'

/** Returns the `Set-Cookie` value that deletes the session cookie of one form: every attribute again, or browsers keep it. */
export function clearedSessionCookie(profile: CookieProfile): string {
  return `${sessionCookieName(profile)}=; ${ended}; ${attributes(profile, '/')}`
}

/**
 * Returns the `Set-Cookie` values that delete every session cookie that a request to this URL may carry: each form,
 * because the topology may have changed, and those that a sibling subdomain planted with `Domain=` or a narrower
 * `Path=`. A `__Host-` cookie has neither.
 * @param url the API's address that was asked; its scheme says which forms there can be
 */
export function clearedSessionCookies(url: URL): string[] {
  return formsOver(url.protocol).flatMap((form) => [
    clearedSessionCookie(form),
    ...(form.prefix.startsWith('__Host-') ? [] : clearedPlanted(form, url)),
  ])
}

function clearedPlanted(form: CookieProfile, url: URL): string[] {
  const name = sessionCookieName(form)
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
  const narrower = paths.slice(1).map((path) => `${name}=; ${ended}; ${attributes(form, path)}`)
  const planted = domains.flatMap((domain) =>
    paths.map((path) => `${name}=; ${ended}; Domain=${domain}; ${attributes(form, path)}`),
  )
  return [...narrower, ...planted]
}

/**
 * Returns the values of the session's cookie in a request, one list for each form that this scheme can have. Two
 * values in one list mean that one of them was planted.
 */
export function sessionCookieValues(header: string | null, scheme: string): string[][] {
  return formsOver(scheme).map((form) => cookieValues(header, sessionCookieName(form)))
}

/**
 * Returns the `Set-Cookie` values that delete what a request carries of the session's other forms. They go out with
 * each new cookie, so that a person who was signed in before the topology changed keeps one cookie.
 */
export function clearedOtherForms(header: string | null, current: CookieProfile, scheme: string): string[] {
  return formsOver(scheme)
    .filter((form) => form !== current && cookieValues(header, sessionCookieName(form)).length > 0)
    .map(clearedSessionCookie)
}
