import {
  type Decision,
  decide,
  explain,
  type HeaderReader,
  type Labels,
  type Policy,
} from '@next-cross-origin/cors'
import type { RouteFacts } from '@/lib/contract/routes'
import { requestIdFrom } from '@/lib/log'
import { isApiToken } from '@/lib/session/api-token'
import { clearedSessionCookies } from '@/lib/session/cookie'
import { pageTokenClaims } from '@/lib/session/page-token'
import { presentedSession } from '@/lib/session/presented'
import type { SessionClaims } from '@/lib/session/token'
import { type AnswerContext, completePlain, type HeaderLine, type PlainAnswer } from './answer'
import { logAnswer, logDenial } from './log'
import { maxBodyBytes, Problem, problemAnswer, problems } from './problem'
import { bodyOf, methodsOf } from './routes'
import type { GateSettings } from './settings'

/** The part of a request that the gate reads: never its body. */
export interface GateRequest {
  method: string
  /** Absolute, as `URL` spells it. */
  url: string
  headers: HeaderReader
}

/** The request may go on to its handler; or it has its answer. */
export type GateResult =
  | {
      passed: true
      route: RouteFacts
      claims: SessionClaims | null
      token: string | null
      answer: AnswerContext
    }
  | { passed: false; reply: PlainAnswer }

/**
 * The one gate of the API, run by the edge middleware and again by every handler: a request that reaches a handler
 * around the middleware meets the same rules (docs/decisions/0005-the-gate-runs-twice.md). Whether the session was
 * revoked is the handler's part, because only the database knows.
 *
 * In order: who calls, whether a person's browser was made to call, what is called, and only then with what and as
 * whom. The earlier an answer, the less of the request it looked at.
 * @returns a promise only where a signature has to be checked: waiting costs more than everything before it
 */
export function gate(request: GateRequest, settings: GateSettings): GateResult | Promise<GateResult> {
  const { method } = request
  const pathname = pathOf(request.url)
  const headers = new ReadHeaders(request.headers)
  const route = settings.routes(pathname)
  const answer: AnswerContext = {
    // Not through `headers`: an id names an exchange, no answer is chosen by it.
    requestId: requestIdFrom(request.headers.get('x-request-id')),
    decision: decideFor(method, headers, route, settings),
    varies: headers.names,
    asked: {
      method,
      route: route?.path ?? 'none',
      startedAt: performance.now(),
      logShare: settings.config.requestLogShare,
    },
    dependsOnSession: route?.session !== 'none',
  }
  const end = (reply: PlainAnswer): GateResult => {
    logAnswer(answer, reply.status)
    return { passed: false, reply: completePlain(reply, answer) }
  }
  const refuse = (problem: Problem) => end(problemAnswer(problem, answer.requestId))

  if (!answer.decision.allow) return end(denial(request, route, settings, answer))
  if (answer.decision.kind === 'preflight') return end(empty(204))
  if (route?.session === 'signature' && isFromBrowser(headers)) return refuse(problems.serversOnly())
  if (!isSafe(method) && isForged(headers)) return refuse(problems.originRequired())
  if (route === null) return refuse(problems.notFound())
  if (method === 'OPTIONS') return end(empty(204, [['allow', allowed(route)]]))
  if (!methodsOf(route).includes(method)) return refuse(problems.methodNotAllowed(allowed(route)))
  if (route.session !== 'none' && says(headers.get('sec-fetch-mode'), 'no-cors')) {
    return refuse(problems.embeddingRefused())
  }
  if (!isSafe(method)) {
    const fault = bodyFault(method, headers, route)
    if (fault !== null) return refuse(fault)
  }
  if (route.session === 'bearer') {
    const token = bearerToken(headers)
    if (token instanceof Problem) return refuse(token)
    return { passed: true, route, claims: null, token, answer }
  }
  const pass = (claims: SessionClaims | null): GateResult => ({
    passed: true,
    route,
    claims,
    token: null,
    answer,
  })
  if (!readsSession(route)) return pass(null)
  return sessionOf(headers, pathname, route, settings).then((claims) =>
    claims instanceof Problem ? refuse(claims) : pass(claims),
  )
}

const empty = (status: number, headers: readonly HeaderLine[] = []): PlainAnswer => ({
  status,
  headers,
  body: null,
})

/** Cuts the path out of an address. A parser would take longer than the decision. */
function pathOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + 3)
  const [path = '/'] = start === -1 ? [] : url.slice(start).split(/[?#]/, 1)
  return path
}

/**
 * Reads request headers and remembers which. What was not read cannot have changed the answer, so the names are
 * what the answer varies on: docs/decisions/0006-vary-by-what-was-read.md.
 */
class ReadHeaders implements HeaderReader {
  readonly names = new Set<string>()
  readonly #headers: HeaderReader

  constructor(headers: HeaderReader) {
    this.#headers = headers
  }

  get(name: string): string | null {
    this.names.add(titleCase(name))
    return this.#headers.get(name)
  }
}

/** The names that the gate reads, by the spelling that it reads them in: a dozen. */
const titles = new Map<string, string>()

function titleCase(name: string): string {
  const known = titles.get(name)
  if (known !== undefined) return known
  const title = name.replace(/(?<![a-z])[a-z]/g, (letter) => letter.toUpperCase())
  titles.set(name, title)
  return title
}

/** Decides by the policy of the route. The API's own origin is no foreign one: its requests are no CORS requests. */
function decideFor(
  method: string,
  headers: HeaderReader,
  route: RouteFacts | null,
  settings: GateSettings,
): Decision {
  const policy = policyFor(route, settings)
  if (headers.get('origin') !== settings.config.apiOrigin) return decide(policy, { method, headers })
  return decide(policy, {
    method,
    headers: { get: (name) => (name === 'origin' ? null : headers.get(name)) },
  })
}

function policyFor(route: RouteFacts | null, settings: GateSettings): Policy {
  if (route?.cors === 'public') return settings.publicPolicy
  return route !== null && takesToken(route, settings) ? settings.bearerPolicy : settings.policy
}

/** Tells whether a route reads `Authorization`: its preflights then allow the header. */
const takesToken = (route: RouteFacts, { config }: GateSettings): boolean =>
  route.session === 'bearer' || (config.pageTokens && readsSession(route))

const readsSession = ({ session }: RouteFacts): boolean => session === 'optional' || session === 'required'

/** Names the lines of configuration for an explanation. */
const labels: Labels = {
  origins: 'ALLOWED_ORIGINS',
  methods: 'lib/gate/settings.ts',
  requestHeaders: 'lib/gate/settings.ts',
}

/** A denial says nothing to scripts: no `Access-Control-*` header. A preflight's has no body either. */
function denial(
  request: GateRequest,
  route: RouteFacts | null,
  settings: GateSettings,
  { decision, requestId }: AnswerContext,
): PlainAnswer {
  const explained = () => explain(decision, policyFor(route, settings), request, labels)
  logDenial(requestId, decision, explained)
  const answer =
    decision.kind === 'preflight'
      ? empty(403)
      : problemAnswer(problems.originNotAllowed(decision.reason), requestId)
  if (settings.config.production) return answer
  const { summary, change } = explained()
  const explanation = ['x-cors-explanation', `${summary}; to change it: ${change}`] as const
  return { ...answer, headers: [...answer.headers, explanation] }
}

/** Methods that change nothing (RFC 9110 § 9.2.1). Any other, known or not, is taken to change something. */
export function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
}

/**
 * Tells whether a request that would change something carries what only a browser sends, but not the `Origin` that every
 * browser sends with it. Its absence proves nothing: Node.js drops headers past the thousandth.
 */
function isForged(headers: HeaderReader): boolean {
  return (
    headers.get('origin') === null &&
    (headers.get('cookie') !== null || says(headers.get('sec-fetch-site'), 'cross-site'))
  )
}

/** Tells whether a request carries what servers do not send. */
function isFromBrowser(headers: HeaderReader): boolean {
  return headers.get('origin') !== null || headers.get('cookie') !== null
}

/** Tells whether one of the header's lines says so; Node.js joins several. */
const says = (value: string | null, word: string) =>
  value?.split(',').some((part) => part.trim() === word) ?? false

/** Returns the type of a body without its parameters, in lower case; null when there is none or more than one. */
export function essenceOf(contentType: string | null): string | null {
  return /^([^\s;,]+)[ \t]*(;[^,]*)?$/.exec(contentType ?? '')?.[1]?.toLowerCase() ?? null
}

/**
 * Refuses a body of a type that the route does not take. A browser asks first before it sends any type that a route
 * can take to another origin (Fetch § 2.2.2), so this also refuses what a form, a beacon or an untyped `Blob` sends.
 */
function bodyFault(method: string, headers: HeaderReader, route: RouteFacts): Problem | null {
  const takes = bodyOf(route, method)
  const maxBytes = takes?.maxBytes ?? maxBodyBytes
  if (takes) {
    const type = essenceOf(headers.get('content-type'))
    if (takes.types !== 'any' && !takes.types.some((taken) => taken === type)) {
      return problems.wrongBodyType(takes.types)
    }
  } else if (!forcesPreflight(method, headers)) {
    return problems.wrongBodyType(['application/json'])
  }
  return Number(headers.get('content-length') ?? 0) > maxBytes ? problems.payloadTooLarge(maxBytes) : null
}

/**
 * Tells whether a browser asks first before it sends a request without a body to another origin. `X-Request-Id` would
 * make it ask, too, but proxies add that one, so it proves nothing about what the browser sent.
 */
function forcesPreflight(method: string, headers: HeaderReader): boolean {
  return (
    method !== 'POST' ||
    essenceOf(headers.get('content-type')) === 'application/json' ||
    headers.get('x-auth-return-redirect') !== null
  )
}

function allowed(route: RouteFacts): string {
  return [...methodsOf(route), 'OPTIONS'].join(', ')
}

/** Reads a bearer token by its form (RFC 6750 § 2.1). The handler looks it up, because only the database knows it. */
function bearerToken(headers: HeaderReader): string | Problem {
  const token = sentToken(headers)
  if (token === undefined) return problems.tokenRequired()
  return isApiToken(token) ? token : problems.tokenInvalid()
}

const sentToken = (headers: HeaderReader): string | undefined =>
  /^bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1]

/** The claims of a genuine cookie or of a page's token, null where none is needed, or the reason to stop here. */
async function sessionOf(
  headers: HeaderReader,
  pathname: string,
  route: RouteFacts,
  { config, tokens }: GateSettings,
): Promise<SessionClaims | Problem | null> {
  const token = config.pageTokens ? sentToken(headers) : undefined
  if (token !== undefined) {
    return (await pageTokenClaims(token, headers.get('origin'), tokens)) ?? problems.pageTokenInvalid()
  }
  const presented = await presentedSession(headers.get('cookie'), tokens)
  if (presented.kind === 'genuine') return presented.claims
  if (presented.kind === 'none') return route.session === 'required' ? problems.notSignedIn() : null
  if (presented.kind === 'early') return problems.sessionEarly()
  // Not the host that the request names: that one is as long as the client likes.
  const cleared = clearedSessionCookies(new URL(pathname, config.apiOrigin))
  return presented.kind === 'ambiguous'
    ? problems.sessionAmbiguous(cleared)
    : problems.sessionInvalid(cleared)
}
