export { type ConsoleSubject, consoleMessage } from './console-message.ts'
export {
  type Cookie,
  type CookieContext,
  type CookieRefusal,
  domainMatches,
  pathMatches,
  type SameSite,
  type Sending,
  type Storing,
  sendCookie,
  storeCookie,
} from './cookie.ts'
export { corsCheck } from './cors-check.ts'
export { browserEngines, departs, type EngineDifference, engineDifferences } from './differences.ts'
export { browse, type FetchOptions, judge } from './fetch.ts'
export {
  combineDuplicates,
  extractTokens,
  getHeader,
  isToken,
  stripWhitespace,
  valuesOf,
} from './header-list.ts'
export { isForbiddenMethod, isMethod, isSafelistedMethod, normalizeMethod } from './method.ts'
export { checkOpaqueResponse } from './opaque-response.ts'
export {
  isLoopbackHost,
  isPotentiallyTrustworthy,
  isSameOrigin,
  originOf,
  type Relation,
  relate,
  type SiteOf,
} from './origin.ts'
export { checkPreflight, isRedirectStatus, preflightCauses, preflightRequestHeaders } from './preflight.ts'
export {
  type CachedRequest,
  createPreflightCache,
  type PreflightCache,
  preflightMaxAge,
} from './preflight-cache.ts'
export { isRedirectTainted, REDIRECT_LIMIT } from './redirect.ts'
export {
  hasUnsafeByte,
  isForbiddenRequestHeader,
  isNoCorsSafelistedRequestHeader,
  isNonWildcardRequestHeader,
  isSafelistedRequestHeader,
  SAFELISTED_TOTAL_LIMIT,
  SAFELISTED_VALUE_LIMIT,
  unsafeRequestHeaderNames,
} from './request-header.ts'
export { basicFilteredHeaders, corsFilteredHeaders, isSafelistedResponseHeader } from './response-header.ts'
export type * from './types.ts'
