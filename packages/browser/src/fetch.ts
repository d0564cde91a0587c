import { hasBadPort } from './bad-port.ts'
import { corsCheck, type Failure } from './cors-check.ts'
import { dataUrlResponse } from './data-url.ts'
import { departs } from './differences.ts'
import { getHeader } from './header-list.ts'
import { checkOpaqueResponse } from './opaque-response.ts'
import { isLoopbackHost, isSameOrigin, type SiteOf } from './origin.ts'
import { checkPreflight, isRedirectStatus, preflightCauses, preflightRequestHeaders } from './preflight.ts'
import type { PreflightCache } from './preflight-cache.ts'
import { checkRedirect, followRedirect, type Hop, isRedirectTainted, locationUrl } from './redirect.ts'
import { type Prepared, prepare } from './request.ts'
import { checkResourcePolicy } from './resource-policy.ts'
import { basicFilteredHeaders, corsFilteredHeaders } from './response-header.ts'
import type {
  Answer,
  Engine,
  FetchRequest,
  HeaderList,
  PreflightCause,
  ReadableResponse,
  Reason,
  Stage,
  Verdict,
  WireRequest,
} from './types.ts'

/** Says how to judge. */
export interface FetchOptions {
  /** The engine whose departures from the standard count. Default `standard`. */
  readonly engine?: Engine
  /** The registrable domain of a host, for `Cross-Origin-Resource-Policy: same-site`. Default: each host is a site of its own. */
  readonly siteOf?: SiteOf
  /** Holds what the browser remembers of earlier preflights. Default: nothing, and it asks each time. */
  readonly preflightCache?: PreflightCache
}

/**
 * Returns what a browser does for `fetch()`, one request at a time (Fetch §4.1 to §4.10): yields every request it would put on the
 * wire, takes the answer to it, and returns the verdict. It touches no network: whoever drives it does, or replays.
 */
export function* browse(
  request: FetchRequest,
  options: FetchOptions = {},
): Generator<WireRequest, Verdict, Answer> {
  const engine = options.engine ?? 'standard'
  const prepared = prepare(request, engine)
  if ('reason' in prepared) return verdictOf({ ...prepared, stage: 'request' }, [], null)
  const local = dataUrlResponse(prepared.hop.urls[0])
  if (local !== null && prepared.mode !== 'same-origin')
    return verdictOf(
      {
        reason: 'data-url',
        step: 'Fetch §4.2 scheme fetch',
        evidence: null,
        stage: 'response',
        response: local,
      },
      [],
      null,
    )
  const fetching = begin(prepared, engine, options)
  const end = yield* mainFetch(fetching)
  return verdictOf(end, fetching.sent, fetching.because)
}

/**
 * Returns what a browser does with a request whose answers are known, in the order in which they came (preflights included). Where
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

type Response = Extract<Answer, { type: 'response' }>
type Tainting = 'basic' | 'cors' | 'opaque'

/** Says how an exchange ended: with a failure, or with what the page gets. */
interface End extends Omit<Failure, 'evidence'> {
  readonly evidence: Verdict['evidence']
  readonly stage: Stage
  readonly response?: ReadableResponse
}

/** One fetch under way: what the standard keeps in its request and its fetch params. */
interface Fetching extends Omit<Prepared, 'hop'> {
  readonly engine: Engine
  readonly siteOf: SiteOf
  readonly preflightCache: PreflightCache | null
  readonly sent: WireRequest[]
  /** Says why the first request would have to ask at another origin. */
  readonly firstCauses: readonly PreflightCause[]
  /** Says why the first preflight was needed; null while there was none. */
  because: readonly PreflightCause[] | null
  hop: Hop
  tainting: Tainting
  /** Tells whether the latest request carried `Origin`. */
  withOrigin: boolean
  /** Describes what an engine finds wrong with a redirect and says only after the preflight that follows it. */
  refused: Failure | null
}

const mainFetchStep = 'Fetch §4.1 main fetch'

function begin(prepared: Prepared, engine: Engine, options: FetchOptions): Fetching {
  const { hop } = prepared
  const { preflightCache = null, siteOf = () => null } = options
  return {
    ...prepared,
    engine,
    siteOf,
    preflightCache,
    sent: [],
    firstCauses: preflightCauses(hop.method, hop.headers, engine),
    because: null,
    tainting: 'basic',
    withOrigin: false,
    refused: null,
  }
}

/** Main fetch (Fetch §4.1), and again for every URL that a redirect leads to. */
function* mainFetch(fetching: Fetching): Generator<WireRequest, End, Answer> {
  for (;;) {
    const stage: Stage = fetching.hop.urls.length === 1 ? 'request' : 'redirect'
    const blocked = blockedBeforeSending(currentUrl(fetching.hop), fetching.origin) ?? taint(fetching)
    if (blocked !== null) return { ...blocked, stage }

    if (fetching.tainting === 'cors') {
      const failure = yield* preflightFetch(fetching)
      if (failure !== null) return { ...failure, stage: 'preflight' }
      if (fetching.refused !== null) return { ...fetching.refused, stage: 'redirect' }
    }
    const answer = yield* networkFetch(fetching)
    if (answer.type === 'no-response')
      return { ...noResponse('Fetch §4.7 HTTP-network fetch'), stage: 'response' }
    if (answer.status === 407 && departs(fetching.engine, 'proxy-status-refused'))
      return { ...proxyStatus(), stage: 'response' }
    const failure = checkAnswer(fetching, answer)
    if (failure !== null) return { ...failure, stage: 'response' }
    const end = redirect(fetching, answer)
    if (end !== null) return end
  }
}

/** Sets the response tainting for the current URL, or says why the mode forbids it (Fetch §4.1, step 12). */
function taint(fetching: Fetching): Failure | null {
  const { mode, origin, hop, tainting } = fetching
  const url = currentUrl(hop)
  if (tainting === 'basic' && isSameOrigin(url.origin, origin)) return null
  if (mode === 'same-origin') {
    return refuse('cross-origin-in-same-origin-mode', mainFetchStep, url.href, `a URL of ${origin}`)
  }
  fetching.tainting = mode === 'no-cors' ? 'opaque' : 'cors'
  return null
}

/** The preflight, where one is needed (Fetch §4.8): null when the request may follow, else why not. */
function* preflightFetch(fetching: Fetching): Generator<WireRequest, Failure | null, Answer> {
  const { credentials, engine, firstCauses, hop, origin } = fetching
  const causes = preflightCauses(hop.method, hop.asked, engine)
  const wasNeeded = fetching.because !== null || firstCauses.some(({ kind }) => kind === 'header')
  if (causes.length === 0 && !(wasNeeded && departs(engine, 'preflight-repeats'))) return null
  fetching.because ??= causes.length > 0 ? causes : firstCauses

  const url = currentUrl(hop)
  const cached = { origin, url: url.href, method: hop.method, headers: hop.asked, credentials }
  if (fetching.preflightCache?.covers(cached)) return null
  const neverTainted = departs(engine, 'preflight-origin-never-tainted')
  const tainted = isRedirectTainted(hop.urls, origin) && !neverTainted
  const originSent = tainted ? 'null' : origin
  const preflight: WireRequest = {
    purpose: 'preflight',
    method: 'OPTIONS',
    url: url.href,
    headers: [['Origin', originSent], ...preflightRequestHeaders(hop.method, hop.asked, engine)],
    credentials: false,
  }
  fetching.sent.push(preflight)
  const answer = yield preflight
  if (answer.type === 'no-response') return noResponse('Fetch §4.8 CORS-preflight fetch')
  const failure = checkPreflight({
    origin: originSent,
    tainted,
    isOwnOrigin: isSameOrigin(url.origin, origin),
    method: hop.method,
    headers: hop.asked,
    credentials,
    answer,
    engine,
  })
  if (failure === null) fetching.preflightCache?.store(cached, answer.headers)
  return failure
}

/** The request itself, with `Origin` and credentials where they belong (Fetch §4.6, §3.2). */
function* networkFetch(fetching: Fetching): Generator<WireRequest, Answer, Answer> {
  const { engine, hop, tainting } = fetching
  const isKept = fetching.withOrigin && tainting === 'basic' && departs(engine, 'origin-kept-after-redirect')
  fetching.withOrigin = isKept || sendsOrigin(tainting, hop.method)
  const request: WireRequest = {
    purpose: 'request',
    method: hop.method,
    url: currentUrl(hop).href,
    headers: [...(fetching.withOrigin ? [['Origin', originOf(fetching)] as const] : []), ...hop.headers],
    credentials: sendsCredentials(fetching),
  }
  fetching.sent.push(request)
  return yield request
}

/** Tells whether cookies go along (Fetch §4.6); to another origin without CORS, a `credentialless` page sends none. */
function sendsCredentials({ credentials, embedderPolicy, tainting }: Fetching): boolean {
  if (tainting === 'opaque' && embedderPolicy === 'credentialless') return false
  return credentials === 'include' || (credentials === 'same-origin' && tainting === 'basic')
}

/** The CORS check of the answer to the request, or without CORS its resource policy (Fetch §4.4, HTTP fetch). */
function checkAnswer(fetching: Fetching, answer: Response): Failure | null {
  const { credentials, engine, hop, origin, tainting } = fetching
  const { status, headers } = answer
  if (tainting === 'opaque') return checkOpaque(fetching, answer)
  if (tainting !== 'cors') return null
  const tainted = isRedirectTainted(hop.urls, origin)
  const check = { origin: originOf(fetching), tainted, headers, engine }
  const failure = corsCheck({ ...check, credentials })
  const isStrict = credentials === 'same-origin' && departs(engine, 'credentials-asked-of-redirects')
  if (failure === null && isStrict && isSameOrigin(origin, hop.urls[0]?.origin ?? 'null')) {
    if (redirects(status, headers, engine)) fetching.refused = corsCheck({ ...check, credentials: 'include' })
  }
  return failure
}

/** The checks of an answer that was loaded without CORS. */
function checkOpaque(fetching: Fetching, answer: Response): Failure | null {
  const { element, embedderPolicy, engine, hop, origin, siteOf } = fetching
  const { headers, status } = answer
  const policy = {
    origin,
    url: currentUrl(hop),
    siteOf,
    embedderPolicy,
    credentials: sendsCredentials(fetching),
  }
  const refused = checkResourcePolicy({ headers, ...policy })
  if (
    refused !== null ||
    element === null ||
    departs(engine, 'opaque-responses-not-blocked') ||
    redirects(status, headers, engine)
  )
    return refused
  return checkOpaqueResponse(answer)
}

/** Goes on to the URL that the answer redirects to (Fetch §4.5); null then, else how the exchange ends here. */
function redirect(fetching: Fetching, { status, headers }: Response): End | null {
  const { engine, hop, mode, origin, tainting } = fetching
  if (isRedirectStatus(status) && fetching.redirect !== 'follow') return unfollowed(fetching, status)
  const location = redirects(status, headers, engine) ? locationUrl(headers, currentUrl(hop), engine) : null
  if (location === null) {
    const response = readable(fetching, status, headers)
    return { ...allowedBecause(tainting, headers), stage: 'response', response }
  }
  if (location === 'malformed') return { ...malformedLocation(headers), stage: 'redirect' }
  const failure = checkRedirect(location, hop, origin, tainting, mode, engine)
  const isLate =
    failure?.reason === 'redirect-with-credentials' &&
    tainting === 'basic' &&
    departs(engine, 'user-info-refused-after-preflight')
  if (failure !== null && !isLate) return { ...failure, stage: 'redirect' }
  fetching.refused ??= failure
  fetching.hop = followRedirect(hop, status, location, origin, engine)
  return null
}

/** A redirect that the page does not want to be followed (Fetch §4.4, HTTP fetch, step 5). */
function unfollowed({ hop, redirect }: Fetching, status: number): End {
  const step = 'Fetch §4.4 HTTP fetch'
  const evidence = { header: null, value: String(status), expected: 'no redirect' }
  if (redirect === 'error') return { reason: 'redirect-not-followed', step, evidence, stage: 'redirect' }
  const url = new URL(currentUrl(hop))
  url.hash = ''
  const response = {
    type: 'opaqueredirect',
    status: 0,
    url: url.href,
    redirected: false,
    headers: [],
  } as const
  return { reason: 'opaque-redirect', step, evidence, stage: 'redirect', response }
}

function verdictOf(
  { reason, step, evidence, stage, response }: End,
  sent: readonly WireRequest[],
  because: readonly PreflightCause[] | null,
): Verdict {
  return {
    allowed: response !== undefined,
    reason,
    stage,
    step,
    evidence,
    preflight: { needed: because !== null, because: because ?? [] },
    sent,
    response: response ?? null,
  }
}

function currentUrl({ urls }: Hop): URL {
  const url = urls.at(-1)
  if (url === undefined) throw new RangeError('A request has at least one URL.')
  return url
}

/** Returns what the request says it comes from (Fetch §3.2, "byte-serializing a request origin"). */
function originOf({ hop, origin }: Fetching): string {
  return isRedirectTainted(hop.urls, origin) ? 'null' : origin
}

/** The refusals at the start of main fetch (Fetch §4.1), for the first URL and for each that a redirect leads to. */
function blockedBeforeSending(url: URL, origin: string): Failure | null {
  if (!['http:', 'https:'].includes(url.protocol)) {
    return refuse('unsupported-scheme', mainFetchStep, url.href, 'an http or https URL')
  }
  if (hasBadPort(url))
    return refuse('bad-port', 'Fetch §2.9 Port blocking', url.port, 'a port browsers connect to')
  if (origin.startsWith('https:') && url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    return refuse('mixed-content', 'Mixed Content §4.4', url.href, 'an https URL, as the page is https')
  }
  return null
}

function redirects(status: number, headers: HeaderList, engine: Engine): boolean {
  const isUnassigned = status > 308 && status <= 399 && getHeader(headers, 'location') !== ''
  return isRedirectStatus(status) || (isUnassigned && departs(engine, 'unassigned-3xx-redirects'))
}

/** "Append a request `Origin` header" (Fetch §3.2). */
function sendsOrigin(tainting: Tainting, method: string): boolean {
  return tainting === 'cors' || (method !== 'GET' && method !== 'HEAD')
}

function readable(
  { credentials, engine, hop, tainting }: Fetching,
  status: number,
  headers: HeaderList,
): ReadableResponse {
  // An opaque response hides everything, its URL too (Fetch §2.2.6, "opaque filtered response").
  if (tainting === 'opaque') return { type: 'opaque', status: 0, url: '', redirected: false, headers: [] }
  const url = new URL(currentUrl(hop))
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
  if (tainting === 'basic') return { reason: 'same-origin' as const, step: mainFetchStep, evidence: null }
  if (tainting === 'opaque')
    return { reason: 'opaque-response' as const, step: mainFetchStep, evidence: null }
  const header = 'Access-Control-Allow-Origin'
  const value = headers.find(([name]) => name.toLowerCase() === header.toLowerCase())?.[1] ?? null
  const evidence = { header, value, expected: value ?? '' }
  return { reason: 'cors-allowed' as const, step: 'Fetch §4.10 CORS check', evidence }
}

function refuse(reason: Reason, step: string, value: string, expected: string): Failure {
  return { reason, step, evidence: { header: null, value, expected } }
}

function malformedLocation(headers: HeaderList): Failure {
  const header = 'Location'
  const evidence = { header, value: getHeader(headers, header), expected: 'one URL' }
  return { reason: 'redirect-location-malformed', step: 'Fetch §4.5 HTTP-redirect fetch', evidence }
}

function proxyStatus(): Failure {
  const step = 'Fetch §4.6 HTTP-network-or-cache fetch'
  return refuse('no-response', step, '407', 'a status other than that of a proxy')
}

function noResponse(step: string): Failure {
  return {
    reason: 'no-response',
    step,
    evidence: { header: null, value: null, expected: 'an HTTP response' },
  }
}
