import { isPotentiallyTrustworthy } from '@next-cross-origin/browser'

const policies = [
  'no-referrer',
  'no-referrer-when-downgrade',
  'same-origin',
  'origin',
  'strict-origin',
  'origin-when-cross-origin',
  'strict-origin-when-cross-origin',
  'unsafe-url',
] as const

export type ReferrerPolicy = (typeof policies)[number]

/** Tells whether a word of a `Referrer-Policy` is one that browsers know; others are passed over (Referrer Policy § 8.1). */
export function isReferrerPolicy(word: string): word is ReferrerPolicy {
  return policies.some((each) => each === word)
}

/**
 * Returns the `Referer` of a request from a page at the root of its origin, so that whole address and origin are one text (Referrer
 * Policy § 8.3). Null where there is none; a page without an origin has an address that nobody told.
 */
export function referrerOf(policy: ReferrerPolicy, origin: string, url: URL): string | null {
  if (origin === 'null' || policy === 'no-referrer') return null
  const isDowngrade = origin.startsWith('https:') && !isPotentiallyTrustworthy(url.href)
  const toleratesDowngrade: readonly ReferrerPolicy[] = ['origin', 'origin-when-cross-origin', 'unsafe-url']
  if (policy === 'same-origin') return url.origin === origin ? `${origin}/` : null
  return isDowngrade && !toleratesDowngrade.includes(policy) ? null : `${origin}/`
}
