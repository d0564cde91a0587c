import * as z from 'zod/mini'
import { type Method, methodFacts } from '@/lib/contract/routes'
import type {
  Body,
  ContractRoute,
  MethodOf,
  MethodSchemas,
  Need,
  Params,
  Query,
  Returned,
  Schema,
} from '@/lib/contract/types'
import { isUnavailable } from '@/lib/db/unavailable'
import { log } from '@/lib/log'
import { type TokenHolder, tokenHolder } from '@/lib/session/api-tokens'
import { clearedSessionCookies } from '@/lib/session/cookie'
import { type LiveSession, liveSession } from '@/lib/session/rows'
import { completeAnswer, toResponse } from './answer'
import type { ApiSettings } from './api-settings'
import { checked, parseJson, readBody } from './body'
import { type GateResult, gate, isSafe } from './gate'
import { logAnswer } from './log'
import { maxBodyBytes, Problem, problemAnswer, problems } from './problem'
import { bodyOf } from './routes'
import { settingsOfNow } from './run-time-policy'
import { eventStream } from './stream'

/** A request that passed the gate. */
export interface Call<Session = unknown> {
  request: Request
  session: Session
  settings: ApiSettings
  requestId: string
  /** Headers for the answer, such as `location` or `set-cookie`. */
  headers: Headers
}

/** A request that passed the gate, with everything that its contract says about it. */
export interface CallOf<Route extends ContractRoute, M> extends Call<SessionOf<Route>> {
  params: Params<Route>
  query: Query<Route, M>
  /** The body as the contract describes it. */
  body: Body<Route, M>
  /** The body as it was sent. */
  bytes: Uint8Array<ArrayBuffer>
}

type SessionOf<Route extends ContractRoute> = {
  none: null
  optional: LiveSession | null
  required: LiveSession
  bearer: TokenHolder
  signature: null
}[Need<Route>]

type HandlersOf<Route extends ContractRoute> = {
  [M in MethodOf<Route>]: (call: CallOf<Route, M>) => Promise<Returned<Route, M>> | Returned<Route, M>
}

type RouteHandler = (request: Request, context: { params: Promise<object | undefined> }) => Promise<Response>
type RouteExports = Record<Method | 'HEAD' | 'OPTIONS', RouteHandler>

/**
 * Makes the exports of a route file from the contract and a handler for each method. A handler gets its parameters,
 * query and body checked and typed, and returns the answer that the contract describes; fields that the contract does
 * not name never leave. The gate runs again around every method, so an answer of this API is never Next.js's own, which
 * would lose `Vary` and the problem document.
 * @param knownSettings those of this process, unless a test brings its own
 * @example
 * export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.health, {
 *   GET: () => ({ status: 'ok' }),
 * })
 */
export function implement<Route extends ContractRoute, Handlers = HandlersOf<Route>>(
  route: Route,
  handlers: NoInfer<Handlers>,
  knownSettings: () => ApiSettings | Promise<ApiSettings> = settingsOfNow,
): RouteExports {
  return exportsOf(knownSettings, (passed, request, context, settings) => {
    if (passed.route.path !== route.path)
      throw new Error(`The file of ${route.path} was asked for ${passed.route.path}.`)
    return answer(route, handlers as AnyHandlers, { passed, request, context, settings })
  })
}

/** The exports of a file that stands where there is no route: the gate answers 404. */
export const noRoute: RouteExports = exportsOf(settingsOfNow, ({ route }) => {
  throw new Error(`${route.path} is in the contract and has no file.`)
})

type AnyHandlers = Readonly<Partial<Record<string, (call: unknown) => unknown>>>
type Passed = Extract<GateResult, { passed: true }>
type Context = Parameters<RouteHandler>[1]
type Run = (passed: Passed, request: Request, context: Context, settings: ApiSettings) => Promise<Response>

/** Runs the gate, then the handler, and completes whatever comes of it. */
function exportsOf(knownSettings: () => ApiSettings | Promise<ApiSettings>, run: Run): RouteExports {
  const handle: RouteHandler = async (request, context) => {
    const settings = await knownSettings()
    const result = await gate(request, settings)
    if (!result.passed) return toResponse(result.reply)
    const { requestId } = result.answer
    const attempt = async () => run(result, request, context, settings)
    const response = await attempt().catch((error: unknown) =>
      toResponse(problemAnswer(asProblem(error, requestId), requestId)),
    )
    logAnswer(result.answer, response.status)
    return completeAnswer(response, result.answer)
  }
  return {
    GET: handle,
    HEAD: handle,
    POST: handle,
    PUT: handle,
    PATCH: handle,
    DELETE: handle,
    OPTIONS: handle,
  }
}

/** Everything of one request that its answer is made from. */
interface Incoming {
  passed: Passed
  request: Request
  context: Context
  settings: ApiSettings
}

async function answer(route: ContractRoute, handlers: AnyHandlers, incoming: Incoming): Promise<Response> {
  const { passed, request, context, settings } = incoming
  const method = (request.method === 'HEAD' ? 'GET' : request.method) as Method
  const schemas = route.schemas[method]
  const handler = handlers[method]
  if (!schemas || !handler) throw new Error(`${route.path} lists ${method} and does not implement it.`)
  const session = await callerOf(incoming)
  if (route.role !== undefined && session?.user.role !== route.role) throw problems.adminRequired()
  const bytes = await readBody(request, bodyOf(route, method)?.maxBytes ?? maxBodyBytes)
  const params = readParams(route, await context.params)
  const { own, stream } = methodFacts(route, method) ?? {}
  if (own !== undefined && params[own] !== session?.user.username) throw problems.notYours()
  const headers = new Headers()
  const returned = await handler({
    request,
    session,
    settings,
    requestId: passed.answer.requestId,
    headers,
    params,
    query: schemas.query && checked(schemas.query, Object.fromEntries(new URL(request.url).searchParams)),
    body: schemas.body && checked(schemas.body, parseJson(bytes)),
    bytes,
  })
  if (stream) return eventStream(returned as AsyncIterable<unknown>, schemas, headers)
  return responseOf(schemas, returned, headers)
}

/**
 * Looks up who calls: the holder of a token, or the session of a genuine cookie.
 * @throws Problem 401 when the token or a session that the route needs was revoked, 403 when the token is for reading
 */
async function callerOf({ passed, request, settings }: Incoming): Promise<LiveSession | TokenHolder | null> {
  const { route, claims, token } = passed
  if (token !== null) {
    const holder = await tokenHolder(token)
    if (holder === null) throw problems.tokenInvalid()
    if (!isSafe(request.method) && holder.scope !== 'write') throw problems.scopeInsufficient()
    return holder
  }
  const live = claims ? await liveSession(claims, settings.config) : null
  const byToken = claims?.origin !== undefined
  const session = live && { ...live, byToken }
  if (session === null && byToken && route.session === 'required') throw problems.pageTokenInvalid()
  if (session === null && route.session === 'required') {
    const { pathname } = new URL(request.url)
    throw problems.sessionInvalid(clearedSessionCookies(new URL(pathname, settings.config.apiOrigin)))
  }
  return session
}

/** Reads the parameters as the contract describes them: a value that cannot be names nothing, so it is a 404. */
function readParams({ schemas }: ContractRoute, sent: object | undefined): Readonly<Record<string, unknown>> {
  if (!schemas.params) return {}
  const result = z.safeParse(schemas.params, sent ?? {})
  if (!result.success) throw problems.notFound()
  return result.data
}

function responseOf({ answer, status }: MethodSchemas, returned: unknown, headers: Headers): Response {
  if (answer === null) return new Response(null, { status: status ?? 204, headers })
  if (isSchema(answer)) return Response.json(z.parse(answer, returned), { status: status ?? 200, headers })
  if (!(returned instanceof Response)) throw new Error(`This route answers with a Response of ${answer}.`)
  return returned
}

const isSchema = (answer: MethodSchemas['answer']): answer is Schema => typeof answer === 'object'

function asProblem(error: unknown, requestId: string): Problem {
  if (error instanceof Problem) return error
  if (isUnavailable(error)) {
    log.error({ event: 'database_unavailable', requestId, err: error })
    return problems.databaseUnavailable()
  }
  log.error({ event: 'handler_failed', requestId, err: error })
  return problems.internal()
}
