import type { Failure } from './cors-check.ts'
import { getHeader } from './header-list.ts'
import { isSameOrigin, parseUrl, relate, type SiteOf } from './origin.ts'
import type { HeaderList } from './types.ts'

/** Describes what the check of a resource policy looks at. */
export interface ResourcePolicyInput {
  readonly headers: HeaderList
  /** The page's. */
  readonly origin: string
  /** Of the answer. */
  readonly url: URL
  readonly siteOf: SiteOf
}

/**
 * Checks `Cross-Origin-Resource-Policy` of an answer that a page loads without CORS (Fetch §3.7): null when the page may have
 * it, else why not. A value that is none of the three counts as absent.
 */
export function checkResourcePolicy({ headers, origin, url, siteOf }: ResourcePolicyInput): Failure | null {
  const header = 'Cross-Origin-Resource-Policy'
  const value = getHeader(headers, header)
  const isRefused =
    (value === 'same-origin' && !isSameOrigin(origin, url.origin)) ||
    (value === 'same-site' && !isSameSite(origin, url, siteOf))
  if (!isRefused) return null
  const step = 'Fetch §3.7 cross-origin resource policy check'
  return { reason: 'resource-policy', step, evidence: { header, value, expected: 'cross-origin' } }
}

/** A page of an http origin may load from https; the other way round, schemes have to agree. */
function isSameSite(origin: string, url: URL, siteOf: SiteOf): boolean {
  const page = parseUrl(origin)
  if (page === null) return false
  const upgraded = url.protocol === 'https:' ? `https://${page.host}` : origin
  return relate(upgraded, url.href, siteOf).sameSite
}
