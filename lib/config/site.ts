import { type OriginPattern, parseOriginPattern } from '@next-cross-origin/cors'
import { parse } from 'tldts'

/**
 * Says how the dashboard's origins and the API's relate, as far as cookies care:
 * `ports` (same host), `subdomains` (same site), `cross-site`. See docs/decisions/0004-cookie-by-topology.md.
 */
export type Topology = 'ports' | 'subdomains' | 'cross-site'

/**
 * Tells whether a host is a suffix under which anyone may register names, by the Public Suffix List, its private
 * section included (`co.uk`, `vercel.app`).
 */
export function isPublicSuffix(host: string): boolean {
  const result = parse(host, { allowPrivateDomains: true })
  return (result.isIcann === true || result.isPrivate === true) && result.publicSuffix === host
}

/**
 * The site of an allowed origin, with its scheme: "schemeful" same-site, HTML § 7.1.1. A pattern counts as the host it is
 * built on. An IP address and a single label, such as `localhost`, are their own site.
 * @throws TypeError for what is no origin and no pattern
 */
export function siteOf(entry: string): string {
  const { scheme, host } = partsOf(entry)
  const domain = parse(host, { allowPrivateDomains: true }).domain
  return `${scheme}://${domain ?? host}`
}

/** Not by `URL`: which `xn--` labels that one takes differs with the version of Node.js. */
function partsOf(entry: string): OriginPattern {
  const result = parseOriginPattern(entry)
  if (!result.ok) throw new TypeError(`Not an origin: ${entry}`)
  return result.pattern
}

/** The first allowed origin that makes the relation looser than two ports of one host. */
function loosest(apiOrigin: string, allowedOrigins: readonly string[]): [Topology, string | undefined] {
  const apiSite = siteOf(apiOrigin)
  const foreign = allowedOrigins.find((entry) => siteOf(entry) !== apiSite)
  if (foreign !== undefined) return ['cross-site', foreign]
  const apiHost = partsOf(apiOrigin).host
  const sibling = allowedOrigins.find((entry) => {
    const { labels, host } = partsOf(entry)
    return labels !== 'none' || host !== apiHost
  })
  return [sibling === undefined ? 'ports' : 'subdomains', sibling]
}

/**
 * The loosest relation between the API and the origins that may call it: one cross-site origin makes the whole
 * deployment cross-site, because one cookie serves them all.
 */
export function topologyOf(apiOrigin: string, allowedOrigins: readonly string[]): Topology {
  return loosest(apiOrigin, allowedOrigins)[0]
}

/** Says why the topology is what it is, in one sentence that names the origin that decided. */
export function whyTopology(apiOrigin: string, allowedOrigins: readonly string[]): string {
  const [topology, origin] = loosest(apiOrigin, allowedOrigins)
  if (topology === 'ports') return `every allowed origin is on the host of ${apiOrigin}`
  const relation = topology === 'subdomains' ? 'another host of the site of' : 'another site than'
  return `${origin} is on ${relation} ${apiOrigin}`
}
