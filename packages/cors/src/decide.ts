import { matchPattern } from './match.ts'
import { MAX_ORIGIN_LENGTH, parseOrigin } from './origin.ts'
import {
  type CompiledPolicy,
  compiledOf,
  type HeaderPair,
  type Policy,
  VARY,
  VARY_OPTIONS,
} from './policy.ts'
import { isToken, trimWhiteSpace } from './tokens.ts'

/** Says why a decision is as it is. Closed: callers may switch on it. */
export type Reason =
  /** No `Origin`: not a CORS request, so there is nothing to decide. It proves nothing about who sent it. */
  | 'no_origin'
  /** The origin is listed, or a pattern admits it; so are, for a preflight, the method and the headers. */
  | 'allowed'
  /** `null`: a sandboxed frame, a local file, or a redirect through another origin. */
  | 'origin_null'
  /** Longer than any origin can be. */
  | 'origin_too_long'
  /** Neither listed nor admitted by a pattern; `explain` tells whether it is an origin at all. */
  | 'origin_not_allowed'
  /** The preflight asks for a method that is not listed, or for what is no method at all. */
  | 'method_not_allowed'
  /** The preflight's list of headers exceeds the budget, which every list of allowed headers keeps. */
  | 'headers_too_long'
  /** The preflight asks for a header that is not listed, or for what is no header name at all. */
  | 'header_not_allowed'

/** Describes what a policy says about one request. */
export interface Decision {
  /**
   * `preflight` is `OPTIONS` with `Origin` and `Access-Control-Request-Method`; `actual` any other request with
   * `Origin`; `non-cors` a request without.
   */
  readonly kind: 'non-cors' | 'actual' | 'preflight'
  readonly allow: boolean
  readonly reason: Reason
  /** The configured entry that admits the origin, also when the method or a header is what fails. */
  readonly rule: string | null
  /** The origin that the answer names, or `*`; `null` unless the request is a CORS request and allowed. */
  readonly origin: string | null
  /** The headers to send, names in lower case; `vary` is to be merged with what the answer varies on besides. */
  readonly headers: readonly HeaderPair[]
}

/** The part of `Headers` that decisions read. */
export interface HeaderReader {
  /** The values of that header joined by `, `, or `null` when there is none. */
  get(name: string): string | null
}

/** The part of `Request` that decisions read; a `Request` is one. */
export interface CorsRequest {
  readonly method: string
  readonly headers: HeaderReader
}

/**
 * Decides about one request: pure, total, and in time bounded by the policy, whatever the request holds.
 *
 * A denial says nothing at all but `vary`; nothing of the request is ever repeated but an allowed origin.
 *
 * @param policy what `compilePolicy` returned
 * @param request its method, in the case it was sent in, and its headers
 * @returns whether to serve it, why, and the CORS headers to send
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function decide(policy: Policy, request: CorsRequest): Decision {
  const isOptions = request.method === 'OPTIONS'
  const text = request.headers.get('origin')
  if (text === null) return isOptions ? NON_CORS_OPTIONS : NON_CORS
  const method = isOptions ? request.headers.get('access-control-request-method') : null
  const kind = method === null ? 'actual' : 'preflight'
  const compiled = compiledOf(policy)
  const rule = compiled.isPublic ? '*' : ruleFor(compiled, text)
  if (rule === null) {
    const denials = method !== null ? DENIED_PREFLIGHTS : isOptions ? DENIED_OPTIONS : DENIED
    return denials[originFault(text)]
  }
  const named = compiled.isPublic ? '*' : text
  if (method === null) return allow(kind, rule, named, isOptions ? compiled.actualOptions : compiled.actual)
  const fault =
    methodFault(compiled, method) ??
    requestHeadersFault(compiled, request.headers.get('access-control-request-headers'))
  if (fault !== null) {
    return {
      kind: 'preflight',
      allow: false,
      reason: fault,
      rule,
      origin: null,
      headers: DENIAL_HEADERS_OPTIONS,
    }
  }
  return allow(kind, rule, named, compiled.preflight)
}

function allow(
  kind: 'actual' | 'preflight',
  rule: string,
  origin: string,
  answer: readonly HeaderPair[],
): Decision {
  // A copy with its first place filled is several times cheaper than `[first, ...rest]`.
  const headers = answer.slice()
  headers[0] = ['access-control-allow-origin', origin]
  return { kind, allow: true, reason: 'allowed', rule, origin, headers }
}

/**
 * @returns the entry that admits the origin. What is listed was parsed when the policy was compiled, so what equals it
 * needs no parser; only what a pattern might admit does.
 */
function ruleFor({ origins, patterns }: CompiledPolicy, text: string): string | null {
  if (text.length > MAX_ORIGIN_LENGTH) return null
  if (origins.has(text)) return text
  if (patterns === null) return null
  const origin = parseOrigin(text)
  return origin === null ? null : matchPattern(patterns, origin)
}

type OriginDenial = 'origin_null' | 'origin_too_long' | 'origin_not_allowed'

function originFault(text: string): OriginDenial {
  if (text === 'null') return 'origin_null'
  return text.length > MAX_ORIGIN_LENGTH ? 'origin_too_long' : 'origin_not_allowed'
}

function methodFault({ methods, longestMethod }: CompiledPolicy, method: string): Reason | null {
  return method.length <= longestMethod && methods.has(method) ? null : 'method_not_allowed'
}

/** One pass over the list (RFC 9110, section 5.6.1), whatever its case, order, repetitions and white space. */
function requestHeadersFault(
  { browserLists, requestHeaders, requestHeadersBudget }: CompiledPolicy,
  list: string | null,
): Reason | null {
  if (list === null) return null
  // Before the look-up, which reads the whole list.
  if (list.length > requestHeadersBudget) return 'headers_too_long'
  if (browserLists.has(list)) return null
  for (let start = 0; start <= list.length; ) {
    const comma = list.indexOf(',', start)
    const end = comma === -1 ? list.length : comma
    const name = trimWhiteSpace(list, start, end)
    start = end + 1
    if (name === '' || requestHeaders.has(name)) continue
    // Only ASCII has two cases here: the lower case of the Kelvin sign is `k`, but it is no part of a token.
    if (!isToken(name) || !requestHeaders.has(name.toLowerCase())) return 'header_not_allowed'
  }
  return null
}

const DENIAL_HEADERS = onlyVary(VARY)
const DENIAL_HEADERS_OPTIONS = onlyVary(VARY_OPTIONS)

function onlyVary(value: string): readonly HeaderPair[] {
  return Object.freeze([Object.freeze(['vary', value] as const)])
}

const NON_CORS = nonCors(DENIAL_HEADERS)
const NON_CORS_OPTIONS = nonCors(DENIAL_HEADERS_OPTIONS)

function nonCors(headers: readonly HeaderPair[]): Decision {
  return Object.freeze({
    kind: 'non-cors',
    allow: true,
    reason: 'no_origin',
    rule: null,
    origin: null,
    headers,
  })
}

/** A denied origin is told nothing, so every such decision is known beforehand. */
const DENIED = denials('actual', DENIAL_HEADERS)
const DENIED_OPTIONS = denials('actual', DENIAL_HEADERS_OPTIONS)
const DENIED_PREFLIGHTS = denials('preflight', DENIAL_HEADERS_OPTIONS)

function denials(
  kind: Decision['kind'],
  headers: readonly HeaderPair[],
): Readonly<Record<OriginDenial, Decision>> {
  const because = (reason: OriginDenial): Decision =>
    Object.freeze({ kind, allow: false, reason, rule: null, origin: null, headers })
  return {
    origin_null: because('origin_null'),
    origin_too_long: because('origin_too_long'),
    origin_not_allowed: because('origin_not_allowed'),
  }
}
