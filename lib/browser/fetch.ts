import { hasBadPort } from './bad-port.js'
import { corsCheck, type Failure } from './cors-check.js'
import { departs } from './differences.js'
import { isHeaderValue, isToken, normalizeValue } from './header-list.js'
import { isForbiddenMethod, isMethod, isSafelistedMethod, normalizeMethod } from './method.js'
import { isLoopbackHost, isSameOrigin, parseUrl } from './origin.js'
import { checkPreflight, isRedirectStatus, preflightCauses, preflightRequestHeaders } from './preflight.js'
import { checkRedirect, followRedirect, type Hop, isRedirectTainted, locationUrl } from './redirect.js'
import { isForbiddenRequestHeader, isNoCorsSafelistedRequestHeader } from './request-header.js'
import { basicFilteredHeaders, corsFilteredHeaders } from './response-header.js'
import type {
  Answer,
  CredentialsMode,
  Engine,
  FetchRequest,
  HeaderList,
  PreflightCause,
  ReadableResponse,
  Reason,
  Stage,
  Verdict,
  WireRequest,
} from './types.js'

/** How to judge. */
export interface FetchOptions {
  /** The engine whose departures from the standard count. Default `standard`. */
  readonly engine?: Engine
}

/**
 * What a browser does for `fetch()`, one request at a time (Fetch §4.1 to §4.9): yields every request it would put on the
 * wire, takes the answer to it, and returns the verdict. It touches no network: whoever drives it does, or replays.
 */
export function* browse(
  request: FetchRequest,
  options: FetchOptions = {},
): Generator<WireRequest, Verdict, Answer> {
  const engine = options.engine ?? 'standard'
  const sent: WireRequest[] = []
  let because: readonly PreflightCause[] | null = null
  const end = (
    outcome: { reason: Reason; step: string; evidence: Verdict['evidence'] },
    stage: Stage,
    response: ReadableResponse | null = null,
  ): Verdict => ({
    allowed: response !== null,
    reason: outcome.reason,
    stage,
    step: outcome.step,
    evidence: outcome.evidence,
    preflight: { needed: because !== null, because: because ?? [] },
    sent,
    response,
  })

  const prepared = prepare(request, engine)
  if ('reason' in prepared) return end(prepared, 'request')
  const { mode, credentials, origin } = prepared
  const firstCauses = preflightCauses(prepared.hop.method, prepared.hop.headers, engine)
  const asksOfRedirects =
    credentials === 'same-origin' &&
    isSameOrigin(origin, prepared.hop.urls[0]?.origin ?? 'null') &&
    departs(engine, 'credentials-asked-of-redirects')
  let refused: Failure | null = null
  let hop: Hop = prepared.hop
  let tainting: Tainting = 'basic'
  let withOrigin = false

  for (;;) {
    const url = hop.urls.at(-1)
    if (url === undefined) throw new RangeError('A request has at least one URL.')
    const stage: Stage = hop.urls.length === 1 ? 'request' : 'redirect'
    const blocked = blockedBeforeSending(url, origin)
    if (blocked !== null) return end(blocked, stage)

    if (tainting !== 'basic' || !isSameOrigin(url.origin, origin)) {
      if (mode === 'same-origin') {
        return end(
          refuse('cross-origin-in-same-origin-mode', mainFetch, url.href, `a URL of ${origin}`),
          stage,
        )
      }
      tainting = mode === 'no-cors' ? 'opaque' : 'cors'
    }
    const tainted = isRedirectTainted(hop.urls, origin)
    const originSent = tainted ? 'null' : origin

    if (tainting === 'cors') {
      const wasNeeded: boolean = because !== null || firstCauses.some(({ kind }) => kind === 'header')
      const repeats = wasNeeded && departs(engine, 'preflight-repeats')
      const causes = preflightCauses(hop.method, hop.asked, engine)
      if (causes.length > 0 || repeats) {
        because ??= causes.length > 0 ? causes : firstCauses
        const isPlain = departs(engine, 'preflight-origin-never-tainted')
        const asking = isPlain ? origin : originSent
        const preflight: WireRequest = {
          purpose: 'preflight',
          method: 'OPTIONS',
          url: url.href,
          headers: [['Origin', asking], ...preflightRequestHeaders(hop.method, hop.asked, engine)],
          credentials: false,
        }
        sent.push(preflight)
        const answer = yield preflight
        if (answer.type === 'no-response')
          return end(noResponse('Fetch §4.8 CORS-preflight fetch'), 'preflight')
        const failure = checkPreflight({
          origin: asking,
          tainted: tainted && !isPlain,
          isOwnOrigin: isSameOrigin(url.origin, origin),
          method: hop.method,
          headers: hop.asked,
          credentials,
          answer,
          engine,
        })
        if (failure !== null) return end(failure, 'preflight')
      }
      if (refused !== null) return end(refused, 'redirect')
    }

    const kept: boolean = withOrigin && tainting === 'basic' && departs(engine, 'origin-kept-after-redirect')
    withOrigin = kept || sendsOrigin(tainting, hop.method)
    const wire: WireRequest = {
      purpose: 'request',
      method: hop.method,
      url: url.href,
      headers: [...(withOrigin ? [['Origin', originSent] as const] : []), ...hop.headers],
      credentials: credentials === 'include' || (credentials === 'same-origin' && tainting === 'basic'),
    }
    sent.push(wire)
    const answer = yield wire
    if (answer.type === 'no-response') return end(noResponse('Fetch §4.7 HTTP-network fetch'), 'response')
    const { status, headers } = answer

    if (tainting === 'cors') {
      const check = { origin: originSent, tainted, headers, engine }
      const failure = corsCheck({ ...check, credentials })
      if (failure !== null) return end(failure, 'response')
      if (asksOfRedirects && redirects(status, engine))
        refused = corsCheck({ ...check, credentials: 'include' })
    }
    const location = redirects(status, engine) ? locationUrl(headers, url, engine) : null
    if (location === null) {
      const response = readable(tainting, status, headers, hop, credentials, engine)
      return end(allowedBecause(tainting, headers), 'response', response)
    }
    if (location === 'malformed') {
      const step = 'Fetch §4.4 HTTP-redirect fetch'
      const value = headers.filter(([name]) => name.toLowerCase() === 'location').map(([, text]) => text)
      const evidence = { header: 'Location', value: value.join(', '), expected: 'one URL' }
      return end({ reason: 'redirect-location-malformed', step, evidence }, 'redirect')
    }
    const failure = checkRedirect(location, hop, origin, tainting, mode, engine)
    const isLate = tainting === 'basic' && departs(engine, 'user-info-refused-after-preflight')
    if (failure !== null && !(isLate && failure.reason === 'redirect-with-credentials'))
      return end(failure, 'redirect')
    refused ??= failure
    hop = followRedirect(hop, status, location, origin, engine)
  }
}

/**
 * What a browser does with a request whose answers are known, in the order in which they came (preflights included). Where
 * answers run out, the browser is taken to have got none.
 */
export function judge(
  request: FetchRequest,
  answers: readonly Answer[],
  options: FetchOptions = {},
): Verdict {
  const steps = browse(request, options)
  let step = steps.next()
  for (let index = 0; !step.done; index++) step = steps.next(answers[index] ?? { type: 'no-response' })
  return step.value
}

type Tainting = 'basic' | 'cors' | 'opaque'

const mainFetch = 'Fetch §4.1 main fetch'
const requestConstructor = 'Fetch §5.4 Request class'

interface Prepared {
  readonly mode: 'cors' | 'no-cors' | 'same-origin'
  readonly credentials: CredentialsMode
  readonly origin: string
  readonly hop: Hop
}

/** The `Request` constructor (Fetch §5.4): what throws there, and what is normalised there. */
function prepare(request: FetchRequest, engine: Engine): Prepared | Failure {
  const { mode = 'cors', credentials = 'same-origin', origin, method: written = 'GET', body } = request
  const url = parseUrl(request.url)
  const constructing = (
    reason: Reason,
    value: string,
    expected: string,
    header: string | null = null,
  ): Failure => ({
    reason,
    step: requestConstructor,
    evidence: { header, value, expected },
  })
  if (url === null) return constructing('invalid-url', request.url, 'an absolute URL')
  if (url.username !== '' || url.password !== '') {
    return constructing('url-with-credentials', url.href, 'a URL without user name and password')
  }
  if (!isMethod(written)) return constructing('invalid-method', written, 'a token')
  if (isForbiddenMethod(written))
    return constructing('forbidden-method', written, 'not CONNECT, TRACE or TRACK')
  const method = normalizeMethod(written)
  if (mode === 'no-cors' && !isSafelistedMethod(method)) {
    return constructing('method-needs-cors', method, 'GET, HEAD or POST')
  }
  const headers: [string, string][] = []
  for (const [name, raw] of request.headers ?? []) {
    const value = normalizeValue(raw)
    if (!isToken(name) || !isHeaderValue(value)) {
      return constructing(
        'invalid-header',
        value,
        'a token as name; a value of bytes without NUL, CR or LF',
        name,
      )
    }
    const isKept = mode !== 'no-cors' || isNoCorsSafelistedRequestHeader(name, value)
    if (isKept && !isForbiddenRequestHeader(name, value, engine)) headers.push([name, value])
  }
  if (body !== undefined && (method === 'GET' || method === 'HEAD')) {
    return constructing('body-on-get-or-head', method, 'a method that may have a body')
  }
  if (body?.type && !headers.some(([name]) => name.toLowerCase() === 'content-type')) {
    headers.push(['Content-Type', body.type])
  }
  return {
    mode,
    credentials,
    origin,
    hop: { method, headers, asked: headers, original: headers, hasBody: body !== undefined, urls: [url] },
  }
}

/** The refusals at the start of main fetch (Fetch §4.1), for the first URL and for each that a redirect leads to. */
function blockedBeforeSending(url: URL, origin: string): Failure | null {
  if (!['http:', 'https:'].includes(url.protocol)) {
    return refuse('unsupported-scheme', mainFetch, url.href, 'an http or https URL')
  }
  if (hasBadPort(url))
    return refuse('bad-port', 'Fetch §2.9 Port blocking', url.port, 'a port browsers connect to')
  if (origin.startsWith('https:') && url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    return refuse('mixed-content', 'Mixed Content §4.4', url.href, 'an https URL, as the page is https')
  }
  return null
}

function redirects(status: number, engine: Engine): boolean {
  const isUnassigned = status > 308 && status <= 399
  return isRedirectStatus(status) || (isUnassigned && departs(engine, 'unassigned-3xx-redirects'))
}

/** "Append a request `Origin` header" (Fetch §3.2). */
function sendsOrigin(tainting: Tainting, method: string): boolean {
  return tainting === 'cors' || (method !== 'GET' && method !== 'HEAD')
}

function readable(
  tainting: Tainting,
  status: number,
  headers: HeaderList,
  hop: Hop,
  credentials: CredentialsMode,
  engine: Engine,
): ReadableResponse {
  // An opaque response hides everything, its URL too (Fetch §2.2.6, "opaque filtered response").
  if (tainting === 'opaque') return { type: 'opaque', status: 0, url: '', redirected: false, headers: [] }
  const url = new URL(hop.urls.at(-1)?.href ?? '')
  url.hash = ''
  return {
    type: tainting,
    status,
    url: url.href,
    redirected: hop.urls.length > 1,
    headers:
      tainting === 'basic'
        ? basicFilteredHeaders(headers, engine)
        : corsFilteredHeaders(headers, credentials, engine),
  }
}

function allowedBecause(tainting: Tainting, headers: HeaderList) {
  if (tainting === 'basic') return { reason: 'same-origin' as const, step: mainFetch, evidence: null }
  if (tainting === 'opaque') return { reason: 'opaque-response' as const, step: mainFetch, evidence: null }
  const header = 'Access-Control-Allow-Origin'
  const value = headers.find(([name]) => name.toLowerCase() === header.toLowerCase())?.[1] ?? null
  const evidence = { header, value, expected: value ?? '' }
  return { reason: 'cors-allowed' as const, step: 'Fetch §4.9 CORS check', evidence }
}

function refuse(reason: Reason, step: string, value: string, expected: string): Failure {
  return { reason, step, evidence: { header: null, value, expected } }
}

function noResponse(step: string): Failure {
  return {
    reason: 'no-response',
    step,
    evidence: { header: null, value: null, expected: 'an HTTP response' },
  }
}
