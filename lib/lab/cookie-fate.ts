import { type Engine, isLoopbackHost } from '@/lib/browser'

/** Where a cookie is set and asked for by a `fetch()` of a page. */
export interface CookieSituation {
  /** The URL of the call. */
  readonly url: string
  /** Whether page and call are schemefully same-site (HTML §7.1.1.2). */
  readonly sameSite: boolean
  readonly engine: Engine
}

/** Whether the next call carries the cookie, and why. `depends`: on a setting that a page cannot ask for. */
export interface CookieFate {
  readonly fate: 'sent' | 'kept-back' | 'depends'
  readonly reason: string
}

/**
 * What becomes of a cookie that the answer to a credentialed `fetch()` sets (RFC 6265bis §5.7 and §5.8, and CHIPS).
 * @param setCookie the value of `Set-Cookie`
 */
export function cookieFate(setCookie: string, { url, sameSite, engine }: CookieSituation): CookieFate {
  const attributes = new Map(
    setCookie
      .split(';')
      .slice(1)
      .map((attribute): [string, string] => {
        const [name = '', value = ''] = attribute.trim().split('=')
        return [name.toLowerCase(), value.toLowerCase()]
      }),
  )
  const isSecure = attributes.has('secure')
  const isForAllSites = attributes.get('samesite') === 'none'
  const { protocol, hostname } = new URL(url)
  if (isSecure && protocol !== 'https:') {
    if (!isLoopbackHost(hostname)) return keptBack('Secure needs https, and this is plain http.')
    if (engine === 'webkit')
      return keptBack('This browser, a WebKit, wants https for Secure even on this machine.')
  }
  if (!isSecure && attributes.has('partitioned')) return keptBack('Partitioned without Secure is refused.')
  if (!isSecure && isForAllSites) {
    return engine === 'chromium' || engine === 'standard'
      ? keptBack('SameSite=None without Secure is refused.')
      : {
          fate: 'depends',
          reason: 'The standard refuses SameSite=None without Secure; not every browser does yet.',
        }
  }
  if (sameSite) return { fate: 'sent', reason: 'Page and API are one site, so SameSite holds nothing back.' }
  if (!isForAllSites)
    return keptBack('Page and API are two sites, and the cookie does not say SameSite=None.')
  if (attributes.has('partitioned')) {
    return { fate: 'sent', reason: 'It is kept in a jar of its own for this page’s site.' }
  }
  return {
    fate: 'depends',
    reason: 'To this page it is a third-party cookie: sent, unless the browser blocks those.',
  }
}

function keptBack(reason: string): CookieFate {
  return { fate: 'kept-back', reason }
}
