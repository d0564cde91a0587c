import { getHeader, type HeaderList } from '@next-cross-origin/browser'

/** Describes what a browser takes for `Access-Control-Max-Age` when there is none (Fetch §4.8). In seconds. */
const defaultMaxAgeSeconds = 5

/** Tells whether the permission is kept for the calls that follow at once (Fetch §4.9, CORS-preflight cache). */
export function preflightIsRemembered(headers: HeaderList): boolean {
  const value = getHeader(headers, 'Access-Control-Max-Age')
  const seconds = value !== null && /^\d+$/.test(value) ? Number(value) : defaultMaxAgeSeconds
  return seconds > 0
}

/**
 * Tells whether a stored answer is given to a later request for the same URL (RFC 9111 §4): it is fresh, and every header
 * that it varies on has the value that it had.
 */
export function mayAnswerFromCache(answer: HeaderList, before: HeaderList, now: HeaderList): boolean {
  const freshness = /(?:^|,)\s*max-age=(\d+)/.exec(getHeader(answer, 'Cache-Control') ?? '')
  if (freshness === null || Number(freshness[1]) === 0) return false
  const varying = (getHeader(answer, 'Vary') ?? '').split(',').map((name) => name.trim())
  return varying.every((name) => name === '' || getHeader(before, name) === getHeader(now, name))
}
