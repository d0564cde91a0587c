import type { Failure } from './cors-check.ts'
import { departs } from './differences.ts'
import { valuesOf } from './header-list.ts'
import { isSameOrigin, parseUrl } from './origin.ts'
import { isHintDroppedByRedirect, isNonWildcardRequestHeader, isRequestBodyHeader } from './request-header.ts'
import type { Engine, HeaderList, Reason } from './types.ts'

/** Says how many redirects a browser follows (Fetch §4.5). */
export const REDIRECT_LIMIT = 20

const step = 'Fetch §4.5 HTTP-redirect fetch'

/** The parts of a request that a redirect may change. */
export interface Hop {
  readonly method: string
  readonly headers: HeaderList
  /** The headers a preflight asks for: in the standard, the same. */
  readonly asked: HeaderList
  /** The headers of the first request. */
  readonly original: HeaderList
  readonly hasBody: boolean
  /** Every URL so far, the current one last. */
  readonly urls: readonly URL[]
}

/** The URL a redirect leads to (Fetch §2.2.6, "location URL"): null without a `Location`, `malformed` when it is no URL. */
export function locationUrl(
  headers: HeaderList,
  current: URL,
  engine: Engine = 'standard',
): URL | null | 'malformed' {
  const ignoresEmpty = departs(engine, 'empty-location-ignored')
  const sent = valuesOf(headers, 'location').filter((value) => value !== '' || !ignoresEmpty)
  const values = departs(engine, 'identical-locations-followed') ? [...new Set(sent)] : sent
  const [value] = values
  if (value === undefined) return null
  if (values.length > 1) return 'malformed'
  if (value === '' && departs(engine, 'empty-location-refused')) return 'malformed'
  const url = parseUrl(withBytesEscaped(value), current.href)
  if (url === null) return 'malformed'
  if (url.hash === '') url.hash = current.hash
  return url
}

/** The bytes above 0x7F as percent-encodings of themselves: browsers read no characters into them. */
function withBytesEscaped(value: string): string {
  return value.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** Says why the redirect to `location` may not be followed (Fetch §4.5, steps 5 to 10); null when it may. */
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
  const leavesOrigin = mode === 'cors' && !isSameOrigin(origin, location.origin)
  const isRefused = tainting === 'cors' || leavesOrigin || departs(engine, 'user-info-never-in-redirects')
  if (hasCredentials && isRefused) {
    return fail('redirect-with-credentials', 'a URL without user name and password')
  }
  return null
}

/** The request as it goes on to `location` (Fetch §4.5, steps 12 to 18). */
export function followRedirect(
  hop: Hop,
  status: number,
  location: URL,
  origin: string,
  engine: Engine = 'standard',
): Hop {
  const current = hop.urls.at(-1)
  const leavesOrigin = current !== undefined && !isSameOrigin(current.origin, location.origin)
  const becomesGet =
    ((status === 301 || status === 302) && hop.method === 'POST') ||
    (status === 303 && hop.method !== 'GET' && hop.method !== 'HEAD') ||
    (departs(engine, 'delete-becomes-get-across-origins') && hop.method === 'DELETE' && leavesOrigin)
  const isKept = ([name]: readonly [string, string]): boolean =>
    !(becomesGet && isRequestBodyHeader(name)) &&
    !(leavesOrigin && isNonWildcardRequestHeader(name)) &&
    (isSameOrigin(location.origin, origin) || !isHintDroppedByRedirect(name, engine))
  const dropped = hop.original.filter(
    ([name]) => isRequestBodyHeader(name) && !hop.headers.some(isNamed(name)),
  )
  const kept = departs(engine, 'dropped-body-headers-return') ? [...hop.headers, ...dropped] : hop.headers
  const from = departs(engine, 'dropped-headers-return') ? hop.original : kept
  const headers = from.filter(isKept)
  return {
    method: becomesGet ? 'GET' : hop.method,
    headers,
    asked: departs(engine, 'preflight-for-original-headers') ? hop.original : headers,
    original: hop.original,
    hasBody: hop.hasBody && !becomesGet,
    urls: [...hop.urls, location],
  }
}

const isNamed =
  (wanted: string) =>
  ([name]: readonly [string, string]): boolean =>
    name.toLowerCase() === wanted.toLowerCase()

/**
 * Tells whether the redirects so far turn the origin that is sent into `null` (Fetch §2.2.5, "redirect-tainted origin"): one of
 * them led away from an origin that was not the page's.
 */
export function isRedirectTainted(urls: readonly URL[], origin: string): boolean {
  return urls.some((url, index) => {
    const last = urls[index - 1]
    return last !== undefined && !isSameOrigin(url.origin, last.origin) && !isSameOrigin(origin, last.origin)
  })
}
