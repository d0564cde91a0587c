import { type Decision, decide, explain } from '@/lib/cors'
import { clearedSessionCookies, cookieValues, sessionCookieName } from '@/lib/session/cookie'
import { type SessionClaims, verifyToken } from '@/lib/session/token'
import { type AnswerContext, completeAnswer } from './answer'
import { logDenial } from './log'
import { Problem, problemResponse, problems } from './problem'
import { matchRoute, type Route } from './routes'
import type { GateSettings } from './settings'

/** What the gate reads of a request: never its body. */
export interface GateRequest {
  method: string
  /** Absolute. */
  url: string
  headers: Headers
}

/** The request may go on to its handler; or it has its answer. */
export type GateResult =
  | { passed: true; route: Route; claims: SessionClaims | null; answer: AnswerContext }
  | { passed: false; response: Response }

/** A body may have this many bytes. Next.js itself cuts bodies at 10 MB and answers 200. */
export const maxBodyBytes = 1_048_576

/**
 * The one gate of the API, run by the edge middleware and again by every handler: a request that reaches a handler
 * around the middleware meets the same rules. Whether the session was revoked is the handler's part, because only
 * the database knows.
 */
export async function gate(request: GateRequest, settings: GateSettings): Promise<GateResult> {
  const url = new URL(request.url)
  const route = matchRoute(url.pathname)
  const requestId = keptRequestId(request.headers.get('x-request-id')) ?? crypto.randomUUID()
  const decision = decideFor(request, settings)
  const answer: AnswerContext = { requestId, decision, dependsOnSession: route?.session !== 'none' }
  const end = (response: Response): GateResult => ({
    passed: false,
    response: completeAnswer(response, answer),
  })

  if (!decision.allow) return end(denial(request, settings, answer))
  if (decision.kind === 'preflight') return end(new Response(null, { status: 204 }))
  const refused = refusal(request, route)
  if (refused) return end(problemResponse(refused, requestId))
  if (!route) return end(problemResponse(problems.notFound(), requestId))
  if (request.method === 'OPTIONS')
    return end(new Response(null, { status: 204, headers: { allow: allowed(route) } }))
  if (!route.methods.some((method) => method === request.method)) {
    return end(problemResponse(methodNotAllowed(request.method, route), requestId))
  }
  const session = await sessionOf(request, url, route, settings)
  if (session instanceof Problem) return end(problemResponse(session, requestId))
  return { passed: true, route, claims: session, answer }
}

/** The API's own origin is same-origin, not foreign: its requests are no CORS requests. */
function decideFor({ method, headers }: GateRequest, { policy, config }: GateSettings): Decision {
  if (headers.get('origin') !== config.apiOrigin) return decide(policy, { method, headers })
  const ownHeaders = new Headers(headers)
  ownHeaders.delete('origin')
  return decide(policy, { method, headers: ownHeaders })
}

/** A denial says nothing to scripts: no `Access-Control-*` header. A preflight's has no body either. */
function denial(
  request: GateRequest,
  { policy, config }: GateSettings,
  { decision, requestId }: AnswerContext,
): Response {
  const explanation = explain(decision, policy, request)
  logDenial({ requestId, decision, explanation })
  const response =
    decision.kind === 'preflight'
      ? new Response(null, { status: 403 })
      : problemResponse(
          new Problem(403, decision.reason, 'The policy denies this request', explanation.summary),
          requestId,
        )
  if (!config.production) response.headers.set('x-cors-explanation', explanation.summary)
  return response
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/** JSON, and nothing that a form, a beacon or an untyped `Blob` can send: Fetch § 2.2.2 safelists none of it. */
export function isJson(contentType: string | null): boolean {
  return contentType !== null && /^application\/json[ \t]*(;[^,]*)?$/i.test(contentType)
}

/** The rules against requests that run without a preflight and carry every cookie. */
function refusal({ method, headers }: GateRequest, route: Route | null): Problem | null {
  if (route && route.session !== 'none' && headers.get('sec-fetch-mode') === 'no-cors') {
    return new Problem(
      403,
      'embedding_refused',
      'Not for embedding',
      'This answer depends on a session, and was asked for without CORS, as an image or a script would. Use fetch with mode "cors".',
    )
  }
  if (safeMethods.has(method)) return null
  if (!headers.has('origin') && (headers.has('cookie') || headers.get('sec-fetch-site') === 'cross-site')) {
    return new Problem(
      403,
      'origin_required',
      'An origin is required',
      'A request that changes something and carries cookies must name its origin. Browsers do; a program can leave out the cookies or send an Origin header.',
    )
  }
  const forcesPreflight =
    method !== 'POST' ||
    isJson(headers.get('content-type')) ||
    headers.has('x-auth-return-redirect') ||
    headers.has('x-request-id')
  if (!forcesPreflight) {
    return new Problem(
      415,
      'unsupported_media_type',
      'Send JSON',
      'A POST that a plain form could send is refused. Send JSON with "Content-Type: application/json".',
    )
  }
  if (Number(headers.get('content-length') ?? 0) > maxBodyBytes) return payloadTooLarge()
  return null
}

export function payloadTooLarge(): Problem {
  return new Problem(413, 'payload_too_large', 'Too large', `A body may have ${maxBodyBytes} bytes.`)
}

function allowed(route: Route): string {
  return [...route.methods, 'OPTIONS'].join(', ')
}

function methodNotAllowed(method: string, route: Route): Problem {
  return new Problem(
    405,
    'method_not_allowed',
    'Method not allowed',
    `This address answers ${allowed(route)}, not ${method.slice(0, 16)}.`,
    {
      headers: [['allow', allowed(route)]],
    },
  )
}

/** The claims of a genuine cookie, null where none is needed, or the reason to stop here. */
async function sessionOf(
  { headers }: GateRequest,
  url: URL,
  route: Route,
  { cookie, tokens }: GateSettings,
): Promise<SessionClaims | Problem | null> {
  if (route.session === 'none') return null
  const [value, second] = cookieValues(headers.get('cookie'), sessionCookieName(cookie))
  if (second !== undefined) return problems.sessionAmbiguous(clearedSessionCookies(cookie, url))
  if (value === undefined) return route.session === 'required' ? problems.notSignedIn() : null
  const claims = await verifyToken(value, tokens)
  if ('fault' in claims) return problems.sessionInvalid(clearedSessionCookies(cookie, url))
  return claims
}

function keptRequestId(sent: string | null): string | null {
  return sent !== null && /^[\w.-]{1,128}$/.test(sent) ? sent : null
}
