import type { Failure } from './cors-check.js'
import { departs } from './differences.js'
import { valuesOf } from './header-list.js'
import { isSameOrigin, parseUrl } from './origin.js'
import { isHintDroppedByRedirect, isNonWildcardRequestHeader, isRequestBodyHeader } from './request-header.js'
import type { Engine, HeaderList, Reason } from './types.js'

/** How many redirects a browser follows (Fetch §4.4). */
export const REDIRECT_LIMIT = 20

const step = 'Fetch §4.4 HTTP-redirect fetch'

/** The parts of a request that a redirect may change. */
export interface Hop {
  readonly method: string
  readonly headers: HeaderList
  readonly hasBody: boolean
  /** Every URL so far, the current one last. */
  readonly urls: readonly URL[]
}

/** The URL a redirect leads to (Fetch §2.2.6, "location URL"): null without a `Location`, `malformed` when it is no URL. */
export function locationUrl(headers: HeaderList, current: URL): URL | null | 'malformed' {
  const values = valuesOf(headers, 'location')
  const [value] = values
  if (value === undefined) return null
  if (values.length > 1) return 'malformed'
  const url = parseUrl(value, current.href)
  if (url === null) return 'malformed'
  if (url.hash === '') url.hash = current.hash
  return url
}

/** Why the redirect to `location` may not be followed (Fetch §4.4, steps 5 to 10); null when it may. */
export function checkRedirect(
  location: URL,
  hop: Hop,
  origin: string,
  tainting: 'basic' | 'cors' | 'opaque',
  mode: 'cors' | 'no-cors' | 'same-origin',
  engine: Engine = 'standard',
): Failure | null {
  const fail = (reason: Reason, expected: string): Failure => ({
    reason,
    step,
    evidence: { header: 'Location', value: location.href, expected },
  })
  if (!['http:', 'https:'].includes(location.protocol)) return fail('redirect-scheme', 'an http or https URL')
  if (hop.urls.length > REDIRECT_LIMIT) return fail('redirect-limit', `at most ${REDIRECT_LIMIT} redirects`)
  const hasCredentials = location.username !== '' || location.password !== ''
  const isChecked = mode === 'cors' || departs(engine, 'user-info-never-across-origins')
  const leavesOrigin = isChecked && !isSameOrigin(origin, location.origin)
  if (hasCredentials && (leavesOrigin || tainting === 'cors')) {
    return fail('redirect-with-credentials', 'a URL without user name and password')
  }
  return null
}

/** The request as it goes on to `location` (Fetch §4.4, steps 11 to 19). */
export function followRedirect(hop: Hop, status: number, location: URL, engine: Engine = 'standard'): Hop {
  const current = hop.urls.at(-1)
  const leavesOrigin = current !== undefined && !isSameOrigin(current.origin, location.origin)
  const becomesGet =
    ((status === 301 || status === 302) && hop.method === 'POST') ||
    (status === 303 && hop.method !== 'GET' && hop.method !== 'HEAD') ||
    (departs(engine, 'delete-becomes-get-across-origins') && hop.method === 'DELETE' && leavesOrigin)
  return {
    method: becomesGet ? 'GET' : hop.method,
    headers: hop.headers.filter(
      ([name]) =>
        !(becomesGet && isRequestBodyHeader(name)) &&
        !(leavesOrigin && isNonWildcardRequestHeader(name)) &&
        !isHintDroppedByRedirect(name, engine),
    ),
    hasBody: hop.hasBody && !becomesGet,
    urls: [...hop.urls, location],
  }
}

/**
 * Whether the redirects so far turn the origin that is sent into `null` (Fetch §2.2.5, "redirect-tainted origin"): one of
 * them led away from an origin that was not the page's.
 */
export function isRedirectTainted(urls: readonly URL[], origin: string): boolean {
  return urls.some((url, index) => {
    const last = urls[index - 1]
    return last !== undefined && !isSameOrigin(url.origin, last.origin) && !isSameOrigin(origin, last.origin)
  })
}
