import { getDomain } from 'tldts'

/** How the two origins relate: the same host on two ports, two hosts of one site, or two sites. */
export type Topology = 'ports' | 'subdomains' | 'cross-site'

/**
 * Runs on the server, which has the public-suffix list; pages are told the result.
 * @param one a serialised origin
 * @param other a serialised origin
 * @returns their relation; two schemes are two sites (HTML, "schemefully same site")
 */
export function topologyOf(one: string, other: string): Topology {
  const [a, b] = [new URL(one), new URL(other)]
  if (a.protocol !== b.protocol) return 'cross-site'
  if (a.hostname === b.hostname) return 'ports'
  const site = getDomain(a.hostname, { allowPrivateDomains: true })
  return site !== null && site === getDomain(b.hostname, { allowPrivateDomains: true })
    ? 'subdomains'
    : 'cross-site'
}
