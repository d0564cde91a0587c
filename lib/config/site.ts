import { parse } from 'tldts'

/**
 * How the dashboard's origins and the API's relate, as far as cookies care:
 * `ports` (same host), `subdomains` (same site), `cross-site`. See docs/decisions/0004-cookie-by-topology.md.
 */
export type Topology = 'ports' | 'subdomains' | 'cross-site'

/**
 * Whether a host is a suffix under which anyone may register names, by the Public Suffix List, its private
 * section included (`co.uk`, `vercel.app`).
 */
export function isPublicSuffix(host: string): boolean {
  const result = parse(host, { allowPrivateDomains: true })
  return (result.isIcann === true || result.isPrivate === true) && result.publicSuffix === host
}

/**
 * The site of an origin, with its scheme: "schemeful" same-site, HTML § 7.1.1.
 * An IP address and a single label, such as `localhost`, are their own site.
 */
export function siteOf(origin: string): string {
  const { protocol, hostname } = new URL(origin)
  const domain = parse(hostname, { allowPrivateDomains: true }).domain
  return `${protocol}//${domain ?? hostname}`
}

/**
 * The loosest relation between the API and the origins that may call it: one cross-site origin makes the whole
 * deployment cross-site, because one cookie serves them all. A pattern counts as the host it is built on.
 */
export function topologyOf(apiOrigin: string, allowedOrigins: readonly string[]): Topology {
  const callers = allowedOrigins.map((entry) => entry.replace(/\/\/\*{1,2}\./, '//').replace(/:\*$/, ''))
  if (callers.some((caller) => siteOf(caller) !== siteOf(apiOrigin))) return 'cross-site'
  const apiHost = new URL(apiOrigin).hostname
  const sameHost = allowedOrigins.every((entry, index) => {
    const caller = callers[index]
    return caller !== undefined && !entry.includes('//*') && new URL(caller).hostname === apiHost
  })
  return sameHost ? 'ports' : 'subdomains'
}
