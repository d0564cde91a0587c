import {
  type BrowserEngine,
  type CookieContext,
  type CookieRefusal,
  type FetchRequest,
  relate,
  sendCookie,
  storeCookie,
} from '@next-cross-origin/browser'
import type { Exchange } from './exchange.ts'
import { sharedSuffix, siteOf } from './site.ts'

/** A browser as a reader has it. */
export interface Jar {
  readonly engine: BrowserEngine
  readonly thirdPartyBlocked: boolean
  readonly label: string
}

/** The browsers that are asked what becomes of a cookie. */
export const jars: readonly Jar[] = [
  { engine: 'chromium', thirdPartyBlocked: false, label: 'Chromium' },
  { engine: 'chromium', thirdPartyBlocked: true, label: 'Chromium without third-party cookies' },
  { engine: 'firefox', thirdPartyBlocked: false, label: 'Firefox' },
  { engine: 'webkit', thirdPartyBlocked: false, label: 'WebKit' },
]

/** Describes what one browser does with a cookie: whether it keeps it and sends it with the same call again. */
export interface CookieFate {
  readonly browser: string
  readonly comesBack: boolean
  /** Tells whether it lives in a jar of the page's own site only. */
  readonly partitioned: boolean
  /** Says why it does not come back. */
  readonly refusal: CookieRefusal | null
  readonly step: string | null
}

/** One `Set-Cookie` of an answer. The value of the cookie is left out: it may be a secret. */
export interface CookieReport {
  readonly name: string
  /** The attributes as they were sent. */
  readonly attributes: string
  readonly url: string
  readonly fates: readonly CookieFate[]
  /** Attributes with which it comes back in as many browsers as can be; null when it does already, or when none help. */
  readonly advice: string | null
}

/** Says of every cookie that the answers set what each browser does with it. A preflight's answer sets none. */
export function cookieReports(request: FetchRequest, exchanges: readonly Exchange[]): CookieReport[] {
  if (!URL.canParse(request.origin)) return []
  return exchanges.flatMap(({ purpose, request: { url }, response }) =>
    purpose === 'preflight'
      ? []
      : (response?.headers ?? [])
          .filter(([name]) => name.toLowerCase() === 'set-cookie')
          .map(([, value]) => reportOf(value, url, request)),
  )
}

function reportOf(setCookie: string, url: string, request: FetchRequest): CookieReport {
  const [pair = '', ...attributes] = setCookie.split(';').map((part) => part.trim())
  const fates = fatesOf(setCookie, url, request)
  return {
    name: pair.split('=')[0] ?? '',
    attributes: attributes.join('; '),
    url,
    fates,
    advice: fates.every(({ comesBack }) => comesBack) ? null : adviceFor(pair, attributes, url, request),
  }
}

function fatesOf(setCookie: string, url: string, request: FetchRequest): CookieFate[] {
  return jars.map(({ engine, label, thirdPartyBlocked }) => {
    const context: CookieContext = {
      url,
      page: request.origin,
      credentials: sendsCredentials(request, url),
      thirdPartyBlocked,
      siteOf,
      engine,
    }
    const storing = storeCookie(setCookie, context)
    const partitioned = storing.stored && storing.cookie.partitioned
    const sending = storing.stored ? sendCookie(storing.cookie, context) : null
    const failed = storing.stored ? (sending?.sent === false ? sending : null) : storing
    return {
      browser: label,
      comesBack: failed === null,
      partitioned,
      refusal: failed?.refusal ?? null,
      step: failed?.step ?? null,
    }
  })
}

function sendsCredentials({ credentials = 'same-origin', origin }: FetchRequest, url: string): boolean {
  return credentials === 'include' || (credentials === 'same-origin' && new URL(url).origin === origin)
}

/** Attributes to try, the strictest first. */
const candidates: readonly string[] = [
  'Path=/; HttpOnly; Secure; SameSite=Strict',
  'Path=/; HttpOnly; SameSite=Lax',
  'Path=/; HttpOnly; Secure; SameSite=None; Partitioned',
]

/** The candidate with which the cookie comes back in most browsers, if in more than now. */
function adviceFor(
  pair: string,
  attributes: readonly string[],
  url: string,
  request: FetchRequest,
): string | null {
  const asked = { ...request, credentials: 'include' as const }
  const score = (tail: string): number =>
    fatesOf(`${pair}; ${tail}`, url, asked).filter(({ comesBack }) => comesBack).length
  const now = fatesOf([pair, ...attributes].join('; '), url, asked).filter(
    ({ comesBack }) => comesBack,
  ).length
  let best: { tail: string; score: number } | null = null
  for (const tail of candidates) {
    const reached = score(tail)
    if (reached > (best?.score ?? now)) best = { tail, score: reached }
  }
  return best?.tail ?? null
}

/** Says why a cookie does not come back, in words, for a page and a URL. */
export function refusalText(refusal: CookieRefusal, request: FetchRequest, url: string): string {
  const page = new URL(request.origin)
  const target = new URL(url)
  const suffix = sharedSuffix(page.hostname, target.hostname)
  const sites =
    suffix === null
      ? `${siteName(page)} and ${siteName(target)} are two sites`
      : `${page.hostname} and ${target.hostname} are two sites, because ${suffix} is a public suffix, which different people share`
  const scheme =
    page.hostname === target.hostname || siteOf(page.hostname) === siteOf(target.hostname)
      ? `${page.protocol}// and ${target.protocol}// count as two sites`
      : sites
  const { sameSite } = relate(request.origin, url, siteOf)
  return {
    malformed: 'the line cannot be read',
    'credentials-omitted':
      'the call is made without `credentials: "include"` (axios: `withCredentials`), so cookies are neither kept nor sent',
    'domain-mismatch': `its \`Domain\` is not that of ${target.hostname}`,
    'domain-is-public-suffix': 'its `Domain` is a public suffix, under which strangers have their sites',
    'path-mismatch': 'its `Path` does not cover the path that is called',
    'insecure-url': 'it says `Secure`, and the URL is plain http',
    'secure-prefix': 'its name begins with `__Secure-`, and it does not say `Secure`',
    'host-prefix': 'its name begins with `__Host-`, which asks for `Secure`, `Path=/` and no `Domain`',
    'same-site-none-without-secure': 'it says `SameSite=None` and not `Secure`',
    'same-site': sameSite
      ? 'its `SameSite` keeps it back'
      : `it does not say \`SameSite=None\`, and ${scheme}`,
    'partitioned-without-secure': 'it says `Partitioned` and not `Secure`',
    'third-party-blocked': `${scheme}, and third-party cookies are blocked`,
    'other-partition': 'it lives in the jar of another site',
    expired: 'it is over already: the answer deletes it',
    'too-large': 'name and value have more than 4,096 bytes together',
  }[refusal]
}

function siteName({ hostname }: URL): string {
  return siteOf(hostname) ?? hostname
}
