import { type CookieRefusal, type Engine, sendCookie, storeCookie } from '@next-cross-origin/browser'

/** Says where a cookie is set and asked for by a `fetch()` of a page. */
export interface CookieSituation {
  /** The URL of the call. */
  readonly url: string
  /** The origin of the page. */
  readonly page: string
  /** Tells whether the hosts of page and call belong to one site; the page's server knows, which has the list of suffixes. */
  readonly sameSite: boolean
  readonly engine: Engine
}

/** Tells whether the next call carries the cookie, and why. `depends`: on a setting that a page cannot ask for. */
export interface CookieFate {
  readonly fate: 'sent' | 'kept-back' | 'depends'
  readonly reason: string
}

/**
 * Returns what becomes of a cookie that the answer to a credentialed `fetch()` sets: the model is asked for a browser that
 * blocks third-party cookies, and for one that does not.
 * @param setCookie the value of `Set-Cookie`
 */
export function cookieFate(setCookie: string, situation: CookieSituation): CookieFate {
  const [open, strict] = [false, true].map((blocked) => refusalOf(setCookie, situation, blocked))
  if (open != null) return { fate: 'kept-back', reason: refusals[open] }
  if (strict != null) {
    return {
      fate: 'depends',
      reason: 'To this page it is a third-party cookie: sent, unless the browser blocks those.',
    }
  }
  return {
    fate: 'sent',
    reason: situation.sameSite
      ? 'Page and API are one site: the cookie is kept and sent.'
      : 'It is kept in a jar of its own for this page’s site, and sent from there.',
  }
}

function refusalOf(
  setCookie: string,
  { url, page, sameSite, engine }: CookieSituation,
  thirdPartyBlocked: boolean,
): CookieRefusal | null {
  const siteOf = () => (sameSite ? 'the one site' : null)
  const context = { url, page, credentials: true, thirdPartyBlocked, siteOf, engine }
  const storing = storeCookie(setCookie, context)
  if (!storing.stored) return storing.refusal
  const sending = sendCookie(storing.cookie, context)
  return sending.sent ? null : sending.refusal
}

const refusals: Readonly<Record<CookieRefusal, string>> = {
  malformed: 'The browser cannot read the line, and drops it.',
  'credentials-omitted': 'The call has no credentials, so no cookie is kept or sent.',
  'domain-mismatch': 'The cookie is for another host.',
  'domain-is-public-suffix': 'A public suffix has no cookies.',
  'path-mismatch': 'The cookie is for another path.',
  'insecure-url': 'Secure needs https here, and this is plain http.',
  'secure-prefix': 'A name with __Secure- needs Secure.',
  'host-prefix': 'A name with __Host- needs Secure, Path=/ and no Domain.',
  'same-site-none-without-secure': 'SameSite=None without Secure is refused.',
  'same-site': 'Page and API are two sites, and the cookie does not say SameSite=None.',
  'partitioned-without-secure': 'Partitioned without Secure is refused.',
  'other-partition': 'The cookie lives in the jar of another site.',
  expired: 'The line deletes the cookie.',
  'too-large': 'Name and value have more than 4,096 bytes together.',
  'third-party-blocked': 'To this page it is a third-party cookie, and this browser blocks those.',
}
