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
} from './cookie.js'
export { corsCheck } from './cors-check.js'
export { browserEngines, departs, type EngineDifference, engineDifferences } from './differences.js'
export { browse, type FetchOptions, judge } from './fetch.js'
export {
  combineDuplicates,
  extractTokens,
  getHeader,
  isToken,
  stripWhitespace,
  valuesOf,
} from './header-list.js'
export { isForbiddenMethod, isMethod, isSafelistedMethod, normalizeMethod } from './method.js'
export {
  isLoopbackHost,
  isPotentiallyTrustworthy,
  isSameOrigin,
  originOf,
  type Relation,
  relate,
  type SiteOf,
} from './origin.js'
export { checkPreflight, isRedirectStatus, preflightCauses, preflightRequestHeaders } from './preflight.js'
export { isRedirectTainted, REDIRECT_LIMIT } from './redirect.js'
export {
  hasUnsafeByte,
  isForbiddenRequestHeader,
  isNoCorsSafelistedRequestHeader,
  isNonWildcardRequestHeader,
  isSafelistedRequestHeader,
  SAFELISTED_TOTAL_LIMIT,
  SAFELISTED_VALUE_LIMIT,
  unsafeRequestHeaderNames,
} from './request-header.js'
export { basicFilteredHeaders, corsFilteredHeaders, isSafelistedResponseHeader } from './response-header.js'
export type * from './types.js'
