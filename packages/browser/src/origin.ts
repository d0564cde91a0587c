/** The registrable domain of a host, such as `example.co.uk`; null for an IP address, a public suffix or a single label. */
export type SiteOf = (host: string) => string | null

/** Says how two URLs relate. */
export interface Relation {
  readonly sameOrigin: boolean
  /** Schemefully same site (HTML §7.1.1.2): scheme and registrable domain agree, whatever the port. */
  readonly sameSite: boolean
  /** Describes what keeps them from being same-origin; empty when they are. `subdomain` is a host that differs within one site. */
  readonly differsBy: readonly ('scheme' | 'host' | 'subdomain' | 'port')[]
}

/**
 * The origin of a URL, serialised (HTML §7.1.1, URL §4.7): scheme, host and port; `null` when it is opaque (`data:`, `file:`)
 * or the text is no URL.
 */
export function originOf(url: string): string {
  const parsed = parseUrl(url)
  return parsed === null ? 'null' : parsed.origin
}

/** Tells whether two serialised origins are the same (HTML §7.1.1). An opaque origin, `null`, is the same as no other. */
export function isSameOrigin(a: string, b: string): boolean {
  return a === b && a !== 'null'
}

/**
 * Says how two URLs, or origins, relate. The list of public suffixes is data that changes every week, so the caller brings it as
 * `siteOf`. Throws a TypeError when either is no URL.
 */
export function relate(a: string, b: string, siteOf: SiteOf): Relation {
  const left = new URL(a)
  const right = new URL(b)
  const sameHostSite = isSameHostSite(left.hostname, right.hostname, siteOf)
  const differsBy: ('scheme' | 'host' | 'subdomain' | 'port')[] = []
  if (left.protocol !== right.protocol) differsBy.push('scheme')
  if (left.hostname !== right.hostname) differsBy.push(sameHostSite ? 'subdomain' : 'host')
  if (portOf(left) !== portOf(right)) differsBy.push('port')
  return {
    sameOrigin: isSameOrigin(left.origin, right.origin),
    sameSite: left.protocol === right.protocol && left.origin !== 'null' && sameHostSite,
    differsBy,
  }
}

/** The port that a URL's connection goes to: its own or its scheme's default, as text; empty for a scheme without one. */
export function portOf(url: URL): string {
  return url.port || ({ 'http:': '80', 'https:': '443' }[url.protocol] ?? '')
}

/** Tells whether the host is this machine by name or by address (Secure Contexts §3.1): `localhost`, `*.localhost`, 127.0.0.0/8, `[::1]`. */
export function isLoopbackHost(host: string): boolean {
  return /^(.+\.)?localhost\.?$/.test(host) || /^127(\.\d{1,3}){3}$/.test(host) || host === '[::1]'
}

/** Tells whether a URL's origin is "potentially trustworthy" (Secure Contexts §3.1): encrypted, or it never leaves the machine. */
export function isPotentiallyTrustworthy(url: string): boolean {
  const parsed = parseUrl(url)
  if (parsed === null) return false
  return ['https:', 'wss:', 'file:'].includes(parsed.protocol) || isLoopbackHost(parsed.hostname)
}

/** The URL behind the text, relative to `base` where one is given; null when there is none. */
export function parseUrl(url: string, base?: string): URL | null {
  try {
    return new URL(url, base)
  } catch {
    return null
  }
}

function isSameHostSite(a: string, b: string, siteOf: SiteOf): boolean {
  if (a === b) return true
  const site = siteOf(a)
  return site !== null && site === siteOf(b)
}
