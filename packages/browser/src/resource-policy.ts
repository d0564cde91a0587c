import type { Failure } from './cors-check.ts'
import { getHeader } from './header-list.ts'
import { isSameOrigin, parseUrl, relate, type SiteOf } from './origin.ts'
import type { FetchRequest, HeaderList } from './types.ts'

/** Describes what the check of a resource policy looks at. */
export interface ResourcePolicyInput {
  readonly headers: HeaderList
  /** The page's. */
  readonly origin: string
  /** Of the answer. */
  readonly url: URL
  readonly siteOf: SiteOf
  readonly embedderPolicy?: FetchRequest['embedderPolicy']
  /** Tells whether the request carried cookies, as one of a page with the policy `credentialless` never does. */
  readonly credentials?: boolean
}

/**
 * Checks `Cross-Origin-Resource-Policy` of an answer that a page loads without CORS (Fetch §3.7): null when the page may have
 * it, else why not. A value that is none of the three counts as absent, and absence as `same-origin` where the page's embedder
 * policy asks for one.
 */
export function checkResourcePolicy(input: ResourcePolicyInput): Failure | null {
  const { credentials = true, embedderPolicy, headers, origin, url, siteOf } = input
  const header = 'Cross-Origin-Resource-Policy'
  const value = getHeader(headers, header)
  const isAsked = embedderPolicy === 'require-corp' || (embedderPolicy === 'credentialless' && credentials)
  const policy =
    /^(same-origin|same-site|cross-origin)$/.test(value ?? '') || !isAsked ? value : 'same-origin'
  const isRefused =
    (policy === 'same-origin' && !isSameOrigin(origin, url.origin)) ||
    (policy === 'same-site' && !isSameSite(origin, url, siteOf))
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
