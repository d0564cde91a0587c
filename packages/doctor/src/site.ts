import type { SiteOf } from '@next-cross-origin/browser'
import { getDomain, getPublicSuffix } from 'tldts'

const privateToo = { allowPrivateDomains: true }

/**
 * The registrable domain, private suffixes such as `vercel.app` counted, as browsers count them. A trailing dot is part of
 * the name, so a host with one belongs to another site than the same host without.
 */
export const siteOf: SiteOf = (host) => {
  const domain = getDomain(host, privateToo)
  return domain !== null && host.endsWith('.') ? `${domain}.` : domain
}

/** The public suffix that two hosts of different sites share, such as `vercel.app`; null when they share none of several labels. */
export function sharedSuffix(a: string, b: string): string | null {
  if (siteOf(a) === siteOf(b)) return null
  const suffix = getPublicSuffix(a, privateToo)
  return suffix?.includes('.') && suffix === getPublicSuffix(b, privateToo) ? suffix : null
}
