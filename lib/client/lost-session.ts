import type { Topology } from '@/lib/config/site'
import { isLoopback } from './loopback'

/** Gathers what a page can observe when the API agreed to a sign-in and no session came back. */
export interface LostSessionFacts {
  topology: Topology
  apiOrigin: string
  /** The origin at which the page was really opened. */
  pageOrigin: string
  /** The origin that the dashboard was configured with. */
  dashboardOrigin: string
  cookiesEnabled: boolean
  userAgent: string
}

export type LostSessionCode =
  | 'cookies_disabled'
  | 'other_address'
  | 'cross_site_needs_https'
  | 'secure_cookie_on_http'
  | 'third_party_cookie_blocked'
  | 'cookie_not_kept'

/** The likeliest cause and what to do about it: `forYou` in this browser, `forOperator` in the configuration. */
export interface LostSession {
  code: LostSessionCode
  cause: string
  forYou: string
  forOperator: string
}

/** Safari and every other WebKit, but not Chromium, which still says "AppleWebKit". */
const isWebKit = (userAgent: string) => /AppleWebKit/.test(userAgent) && !/Chrom(e|ium)\//.test(userAgent)

/**
 * Says why a sign-in did not stick. A page can neither see an HttpOnly cookie nor the browser's decision about it, so this
 * reasons from the two origins and the browser, the certain causes first.
 */
export function explainLostSession(facts: LostSessionFacts): LostSession {
  const api = new URL(facts.apiOrigin)
  if (!facts.cookiesEnabled) {
    return {
      code: 'cookies_disabled',
      cause: 'Cookies are turned off in this browser, so it did not keep the session.',
      forYou: `Allow cookies for ${api.host}, then sign in again.`,
      forOperator: 'Nothing to change: a session without a cookie is not supported.',
    }
  }
  if (facts.pageOrigin !== facts.dashboardOrigin) {
    return {
      code: 'other_address',
      cause: `This page was opened at ${facts.pageOrigin}, but the dashboard is configured as ${facts.dashboardOrigin}. The cookie was made for that address.`,
      forYou: `Open ${facts.dashboardOrigin}/sign-in instead.`,
      forOperator: `Set DASHBOARD_ORIGIN to the address people really open.`,
    }
  }
  if (facts.topology === 'cross-site') {
    if (api.protocol === 'http:' && !isLoopback(api.hostname)) {
      return {
        code: 'cross_site_needs_https',
        cause:
          'The two origins are different sites. A cookie that crosses sites has to be Secure, and the API is on plain http.',
        forYou: 'Nothing in this browser will help: the deployment needs https.',
        forOperator:
          'Serve both origins over https, or put them on one site, such as app. and api. of one domain.',
      }
    }
    if (api.protocol === 'http:' && isWebKit(facts.userAgent)) return secureOnHttp(api)
    return {
      code: 'third_party_cookie_blocked',
      cause:
        'The two origins are different sites, so to this browser the session is a third-party cookie, and it dropped it. That happens when third-party cookies are blocked and the cookie is not Partitioned, or when all of them are blocked.',
      forYou: `Allow third-party cookies for ${facts.dashboardOrigin}, or turn off strict tracking protection for it.`,
      forOperator:
        'Send the cookie as SameSite=None; Secure; Partitioned. To depend on no browser setting, put both origins on one site.',
    }
  }
  if (api.protocol === 'http:' && isWebKit(facts.userAgent)) return secureOnHttp(api)
  return {
    code: 'cookie_not_kept',
    cause:
      'The two origins are the same site, so the cookie should have been kept. An extension or a strict privacy setting removed it, or the API made a cookie for another topology.',
    forYou: `Allow cookies for ${api.host}, or try without extensions.`,
    forOperator:
      'Compare DASHBOARD_ORIGIN and API_ORIGIN of both deployments: they have to agree. The API’s start-up log names the cookie it makes and why.',
  }
}

function secureOnHttp(api: URL): LostSession {
  return {
    code: 'secure_cookie_on_http',
    cause: `The API is on plain http, and this browser’s engine, WebKit, drops Secure cookies there, ${api.hostname} included.`,
    forYou: 'Use Chrome or Firefox for this address, or open the https one.',
    forOperator:
      'Run both origins on one host (two ports), where the cookie needs no Secure, or serve both over https.',
  }
}
