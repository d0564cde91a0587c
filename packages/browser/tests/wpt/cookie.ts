import type { CookieContext } from '../../src/index.ts'

/** One test about cookies: a `Set-Cookie`, where it comes from, and whether the call that follows carries it. */
export interface CookieRow {
  readonly file: string
  readonly test: string
  readonly setCookie: string
  readonly setting: Omit<CookieContext, 'siteOf'>
  /** The setting of the call that follows, where it is another one. */
  readonly later?: Partial<Omit<CookieContext, 'siteOf'>>
  readonly isSent: boolean
}

const page = 'https://web-platform.test:8443'
const subdomain = 'https://www1.web-platform.test:8443/x'
const crossSite = 'https://not-web-platform.test:8443/x'
const include = { page, credentials: true }
const sameSite = (test: string, setCookie: string, url: string, isSent: boolean): CookieRow => ({
  file: 'cookies/samesite/fetch.https.html',
  test,
  setCookie,
  // The cookie is set while its own site is visited, as the test does in a window of its own.
  setting: { ...include, page: url, url },
  later: { page },
  isSent,
})
const host = (title: string, setCookie: string, url: string, isSent: boolean): CookieRow => ({
  file: 'cookies/prefix/__host.header.html',
  test: title,
  setCookie: `__Host-prefixtest=foo; ${setCookie}`,
  setting: { ...include, url, page: url },
  isSent,
})
const secure = (title: string, setCookie: string, url: string, isSent: boolean): CookieRow => ({
  ...host(title, '', url, isSent),
  file: 'cookies/prefix/__secure.header.html',
  setCookie: `__Secure-prefixtest=foo; ${setCookie}`,
})
const plain = 'http://web-platform.test:8000/cookies'
const encrypted = `${page}/cookies`

/** Rows about cookies: `SameSite`, prefixes, partitions, credentials modes. */
export const cookieRows: readonly CookieRow[] = [
  sameSite('Same-host fetches are strictly same-site', 'a=1; SameSite=Strict', `${page}/x`, true),
  sameSite('Subdomain fetches are strictly same-site', 'a=1; SameSite=Strict', subdomain, true),
  sameSite('Cross-site fetches are cross-site', 'a=1; SameSite=Strict', crossSite, false),
  sameSite('Cross-site fetches are cross-site', 'a=1; SameSite=Lax', crossSite, false),
  sameSite('Cross-site fetches are cross-site', 'a=1', crossSite, false),
  sameSite('Cross-site fetches are cross-site', 'a=1; SameSite=None; Secure', crossSite, true),
  host("Non-secure origin: does not set 'Secure; Path=/'", 'Secure; Path=/', plain, false),
  host("Secure origin: sets 'Secure; Path=/'", 'Secure; Path=/', encrypted, true),
  host("Secure origin: does not set 'Path=/'", 'Path=/', encrypted, false),
  host("Secure origin: does not set 'Secure; Path=/cookies'", 'Secure; Path=/cookies', encrypted, false),
  host(
    'Secure origin: does not set with Domain',
    'Secure; Path=/; Domain=web-platform.test',
    encrypted,
    false,
  ),
  host('Secure origin: does not set without Path', 'Secure', encrypted, false),
  secure("Non-secure origin: does not set 'Secure; Path=/'", 'Secure; Path=/', plain, false),
  secure("Secure origin: sets 'Secure; Path=/'", 'Secure; Path=/', encrypted, true),
  secure("Secure origin: does not set 'Path=/'", 'Path=/', encrypted, false),
  secure('Secure origin: sets with Domain', 'Secure; Path=/; Domain=web-platform.test', encrypted, true),
  {
    file: 'cookies/partitioned-cookies/partitioned-cookies.tentative.https.html',
    test: 'Test partitioned cookies: sent under the top-level site that set them',
    setCookie: '__Host-pchttp=foobar; Secure; Path=/; SameSite=None; Partitioned',
    setting: { ...include, url: `${page}/x` },
    isSent: true,
  },
  {
    file: 'cookies/partitioned-cookies/partitioned-cookies.tentative.https.html',
    test: 'Test partitioned cookies: not sent under another top-level site',
    setCookie: '__Host-pchttp=foobar; Secure; Path=/; SameSite=None; Partitioned',
    setting: { ...include, url: `${page}/x` },
    later: { page: 'https://not-web-platform.test:8443' },
    isSent: false,
  },
  {
    file: 'fetch/api/cors/cors-cookies.any.js',
    test: 'Include mode: 1 cookie',
    setCookie: 'a=1',
    setting: { ...include, url: subdomain },
    isSent: true,
  },
  {
    file: 'fetch/api/cors/cors-cookies.any.js',
    test: 'Include mode: remote cookies are not sent with local request',
    setCookie: 'd=4',
    setting: { ...include, url: subdomain },
    later: { url: `${page}/x` },
    isSent: false,
  },
  {
    file: 'fetch/api/cors/cors-cookies.any.js',
    test: 'Same-origin mode: cookies are discarded in cors request',
    setCookie: 'f=6',
    setting: { ...include, credentials: false, url: subdomain },
    isSent: false,
  },
]
