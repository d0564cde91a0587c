import { departs } from './differences.ts'
import { isLoopbackHost, isPotentiallyTrustworthy, relate, type SiteOf } from './origin.ts'
import type { Engine } from './types.ts'

export type SameSite = 'Strict' | 'Lax' | 'None'

/** A cookie as a browser keeps it (RFC 6265bis §5.7), without its value and its dates. */
export interface Cookie {
  readonly name: string
  /** Without a leading dot, in lower case. */
  readonly domain: string
  /** Tells whether only this very host gets it: there was no `Domain`. */
  readonly hostOnly: boolean
  readonly path: string
  readonly secure: boolean
  readonly httpOnly: boolean
  readonly sameSite: SameSite
  readonly partitioned: boolean
  /** The site of the page in whose jar a partitioned cookie lives (CHIPS §2.2), such as `https://example.com`; null for any other. */
  readonly partition: string | null
}

/** Says why a cookie is not stored, or not sent. Closed. */
export type CookieRefusal =
  | 'malformed'
  | 'credentials-omitted'
  | 'domain-mismatch'
  | 'domain-is-public-suffix'
  | 'path-mismatch'
  | 'insecure-url'
  | 'secure-prefix'
  | 'host-prefix'
  | 'same-site-none-without-secure'
  | 'same-site'
  | 'partitioned-without-secure'
  | 'third-party-blocked'
  | 'other-partition'
  | 'expired'
  | 'too-large'

/** The most that name and value of a cookie may have together, in bytes (RFC 6265bis §5.6). */
const PAIR_LIMIT = 4096

/** In what setting a `fetch()` sends or receives cookies. */
export interface CookieContext {
  /** The URL that is fetched. */
  readonly url: string
  /** The URL, or origin, of the page in the address bar; the page itself calls. */
  readonly page: string
  /** Tells whether the request has credentials at all (Fetch §4.6): mode `include`, or `same-origin` to the page's own origin. */
  readonly credentials: boolean
  /** Tells whether the reader blocks third-party cookies. */
  readonly thirdPartyBlocked?: boolean
  readonly siteOf: SiteOf
  readonly engine?: Engine
}

/** Describes what becomes of a `Set-Cookie`. */
export type Storing =
  | { readonly stored: true; readonly cookie: Cookie }
  | { readonly stored: false; readonly refusal: CookieRefusal; readonly step: string }

/** Tells whether a cookie goes along. */
export type Sending =
  | { readonly sent: true }
  | { readonly sent: false; readonly refusal: CookieRefusal; readonly step: string }

/** Tells whether a browser stores the cookie of one `Set-Cookie` value (RFC 6265bis §5.6 and §5.7, CHIPS §2). */
export function storeCookie(setCookie: string, context: CookieContext): Storing {
  const { siteOf, engine = 'standard' } = context
  const url = new URL(context.url)
  const refuse = (refusal: CookieRefusal, step: string): Storing => ({ stored: false, refusal, step })
  if (!context.credentials) return refuse('credentials-omitted', 'Fetch §4.6')
  const parsed = parseSetCookie(setCookie, url, context)
  if (parsed === null) return refuse('malformed', 'RFC 6265bis §5.6')
  if (parsed === 'too-large') return refuse('too-large', 'RFC 6265bis §5.6 step 5')
  const { cookie, hasDomain, hasPath, sameSiteWritten } = parsed
  if (hasDomain && !domainMatches(url.hostname, cookie.domain))
    return refuse('domain-mismatch', 'RFC 6265bis §5.7 step 10')
  const isOwnSuffix = cookie.domain === url.hostname && !departs(engine, 'domain-never-public-suffix')
  if (hasDomain && !isOwnSuffix && siteOf(cookie.domain) === null) {
    return refuse('domain-is-public-suffix', 'RFC 6265bis §5.7 step 9')
  }
  const isTrusted = acceptsSecure(url, engine)
  if (cookie.secure && !isTrusted) return refuse('insecure-url', 'RFC 6265bis §5.7 step 12')
  const isCrossSite = !relate(context.page, context.url, siteOf).sameSite
  if (isCrossSite && cookie.sameSite !== 'None') return refuse('same-site', 'RFC 6265bis §5.7 step 18')
  if (
    sameSiteWritten &&
    cookie.sameSite === 'None' &&
    !cookie.secure &&
    !departs(engine, 'same-site-none-without-secure')
  ) {
    return refuse('same-site-none-without-secure', 'RFC 6265bis §5.7 step 19')
  }
  const lower = departs(engine, 'cookie-prefixes-ignored') ? '' : cookie.name.toLowerCase()
  if (lower.startsWith('__secure-') && !cookie.secure)
    return refuse('secure-prefix', 'RFC 6265bis §5.7 step 20')
  const isHostBound = cookie.secure && cookie.hostOnly && hasPath && cookie.path === '/'
  if (lower.startsWith('__host-') && !isHostBound) return refuse('host-prefix', 'RFC 6265bis §5.7 step 21')
  if (cookie.partitioned && !cookie.secure) return refuse('partitioned-without-secure', 'CHIPS §2.1')
  if (isCrossSite && isThirdPartyBlocked(cookie, context))
    return refuse('third-party-blocked', 'RFC 6265bis §5.7 step 3')
  if (parsed.isExpired) return refuse('expired', 'RFC 6265bis §5.7 step 23')
  return { stored: true, cookie }
}

/** Tells whether a browser sends a stored cookie along with a `fetch()` (RFC 6265bis §5.8.3). */
export function sendCookie(cookie: Cookie, context: CookieContext): Sending {
  const { siteOf, engine = 'standard' } = context
  const url = new URL(context.url)
  const refuse = (refusal: CookieRefusal, step = 'RFC 6265bis §5.8.3'): Sending => ({
    sent: false,
    refusal,
    step,
  })
  if (!context.credentials) return refuse('credentials-omitted', 'Fetch §4.6')
  const isDomain = cookie.hostOnly
    ? cookie.domain === url.hostname
    : domainMatches(url.hostname, cookie.domain)
  if (!isDomain) return refuse('domain-mismatch')
  if (!pathMatches(url.pathname, cookie.path)) return refuse('path-mismatch')
  if (cookie.secure && !acceptsSecure(url, engine)) return refuse('insecure-url')
  const isCrossSite = !relate(context.page, context.url, siteOf).sameSite
  // `Lax` lets top-level navigations through; a `fetch()` is none.
  if (isCrossSite && cookie.sameSite !== 'None') return refuse('same-site')
  if (isCrossSite && isThirdPartyBlocked(cookie, context)) return refuse('third-party-blocked')
  if (cookie.partition !== null && cookie.partition !== siteKey(context.page, siteOf))
    return refuse('other-partition', 'CHIPS §2.2')
  return { sent: true }
}

/** Tells whether a host is the cookie's domain or below it (RFC 6265bis §5.1.3). Addresses have nothing below them. */
export function domainMatches(host: string, domain: string): boolean {
  if (host === domain) return true
  const isAddress = /^[\d.]+$/.test(host) || host.startsWith('[')
  return !isAddress && host.endsWith(`.${domain}`)
}

/** Tells whether a path is the cookie's path or below it (RFC 6265bis §5.1.4). */
export function pathMatches(requestPath: string, cookiePath: string): boolean {
  if (requestPath === cookiePath) return true
  return (
    requestPath.startsWith(cookiePath) && (cookiePath.endsWith('/') || requestPath[cookiePath.length] === '/')
  )
}

function parseSetCookie(setCookie: string, url: URL, { engine = 'standard', page, siteOf }: CookieContext) {
  const [pair = '', ...rest] = setCookie.split(';')
  const equals = pair.indexOf('=')
  const name = equals === -1 ? '' : pair.slice(0, equals).trim()
  const value = pair.slice(equals + 1).trim()
  // RFC 6265bis §5.6 step 1: a control character, tab excepted, makes the whole line void.
  const hasControl = [...setCookie].some(
    (character) => character !== '\t' && (character < ' ' || character === '\x7f'),
  )
  if (hasControl || (name === '' && value === '')) return null
  if (name.length + value.length > PAIR_LIMIT) return 'too-large'
  const attributes = new Map(
    rest.map((attribute): [string, string] => {
      const at = attribute.indexOf('=')
      return at === -1
        ? [attribute.trim().toLowerCase(), '']
        : [attribute.slice(0, at).trim().toLowerCase(), attribute.slice(at + 1).trim()]
    }),
  )
  const domain = (attributes.get('domain') ?? '').replace(/^\./, '').toLowerCase()
  const path = attributes.get('path') ?? ''
  const written = (attributes.get('samesite') ?? '').toLowerCase()
  const sameSites: Record<string, SameSite> = { strict: 'Strict', lax: 'Lax', none: 'None' }
  const fallback: SameSite = departs(engine, 'same-site-default-none') ? 'None' : 'Lax'
  const partitioned = attributes.has('partitioned') && !departs(engine, 'partitioned-ignored')
  const cookie: Cookie = {
    name,
    domain: domain === '' ? url.hostname : domain,
    hostOnly: domain === '',
    path: path.startsWith('/') ? path : defaultPath(url.pathname),
    secure: attributes.has('secure'),
    httpOnly: attributes.has('httponly'),
    sameSite: sameSites[written] ?? fallback,
    partitioned,
    partition: partitioned ? siteKey(page, siteOf) : null,
  }
  const isExpired = isOver(attributes, engine)
  return {
    cookie,
    isExpired,
    hasDomain: domain !== '',
    hasPath: path !== '',
    sameSiteWritten: written in sameSites,
  }
}

/** Tells whether a cookie is over when it arrives, which is how servers delete one (RFC 6265bis §5.6.1 and §5.6.2). */
function isOver(attributes: ReadonlyMap<string, string>, engine: Engine): boolean {
  const maxAge = attributes.get('max-age')
  const lifetimes = [...attributes.keys()].filter((name) => name === 'max-age' || name === 'expires')
  const isLast = lifetimes.at(-1) === 'max-age' || !departs(engine, 'last-lifetime-counts')
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge) && isLast) return Number(maxAge) <= 0
  const date = Date.parse(attributes.get('expires') ?? '')
  return !Number.isNaN(date) && date <= Date.now()
}

/** The site of a page, schemefully (HTML §7.1.1.2). */
function siteKey(page: string, siteOf: SiteOf): string {
  const { protocol, hostname } = new URL(page)
  return `${protocol}//${siteOf(hostname) ?? hostname}`
}

/** The folder of a URL's path (RFC 6265bis §5.1.4, "default-path"). */
function defaultPath(pathname: string): string {
  const slash = pathname.lastIndexOf('/')
  return slash <= 0 ? '/' : pathname.slice(0, slash)
}

/** Tells whether a `Secure` cookie may come from, and go to, the URL (RFC 6265bis §5.7 step 12: "deems secure"). */
function acceptsSecure(url: URL, engine: Engine): boolean {
  if (isLoopbackHost(url.hostname) && url.protocol === 'http:') return !departs(engine, 'loopback-not-secure')
  return isPotentiallyTrustworthy(url.href)
}

function isThirdPartyBlocked(
  cookie: Cookie,
  { thirdPartyBlocked, engine = 'standard' }: CookieContext,
): boolean {
  if (departs(engine, 'third-party-always-blocked')) return true
  if (thirdPartyBlocked !== true) return false
  return !cookie.partitioned || departs(engine, 'partitioned-blocked-too')
}
