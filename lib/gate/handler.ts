import type { ZodType } from 'zod'
import { log } from '@/lib/log'
import { clearedSessionCookies } from '@/lib/session/cookie'
import { type LiveSession, liveSession } from '@/lib/session/rows'
import { completeAnswer } from './answer'
import { parseJson, readBody } from './body'
import { gate } from './gate'
import { Problem, problemResponse, problems } from './problem'
import type { Method, SessionNeed } from './routes'
import { type GateSettings, gateSettings } from './settings'

/** A request that passed the gate. */
export interface Call<Session> {
  request: Request
  params: Readonly<Record<string, string>>
  session: Session
  settings: GateSettings
  requestId: string
  /** The body, as `parseJson` reads it. */
  json<T>(schema: ZodType<T>): Promise<T>
}

type Handlers<Session> = Partial<
  Record<Exclude<Method, 'HEAD'>, (call: Call<Session>) => Promise<Response> | Response>
>
type RouteHandler = (request: Request, context: { params: Promise<object | undefined> }) => Promise<Response>
type RouteExports = Record<Method | 'PUT' | 'OPTIONS', RouteHandler>

/** Handlers for a route that has no session. */
export function withoutSession(handlers: Handlers<null>): RouteExports {
  return guarded(handlers, 'none', async () => null)
}

/** Handlers for a route that looks at the session, when there is one. */
export function withOptionalSession(handlers: Handlers<LiveSession | null>): RouteExports {
  return guarded(handlers, 'optional', async (session) => session)
}

/** Handlers for a route that insists on a session. */
export function withSession(handlers: Handlers<LiveSession>): RouteExports {
  return guarded(handlers, 'required', async (session, request, { config }) => {
    if (!session) {
      const { pathname } = new URL(request.url)
      throw problems.sessionInvalid(clearedSessionCookies(new URL(pathname, config.apiOrigin)))
    }
    return session
  })
}

/**
 * Runs the gate again around every handler, and every method: an answer of this API is never Next.js's own, which
 * would lose `Vary` and the problem document.
 */
function guarded<Session>(
  handlers: Handlers<Session>,
  need: SessionNeed,
  admit: (session: LiveSession | null, request: Request, settings: GateSettings) => Promise<Session>,
): RouteExports {
  const answer: RouteHandler = async (request, context) => {
    const settings = await gateSettings()
    const result = await gate(request, settings)
    if (!result.passed) return result.response
    const { route, claims, answer: answerContext } = result
    const { requestId } = answerContext
    try {
      if (route.session !== need)
        throw new Error(`${route.path} is listed as "${route.session}" and written as "${need}".`)
      const handler =
        handlers[request.method === 'HEAD' ? 'GET' : (request.method as keyof Handlers<Session>)]
      if (!handler) throw new Error(`${route.path} lists ${request.method} and does not implement it.`)
      const live = claims ? await liveSession(claims, settings.config) : null
      const session = await admit(live, request, settings)
      const body = request.body === null ? new Uint8Array() : await readBody(request)
      const params = Object.fromEntries(
        Object.entries((await context.params) ?? {}).map(([name, value]) => [name, String(value)]),
      )
      const response = await handler({
        request,
        params,
        session,
        settings,
        requestId,
        json: async (schema) => parseJson(request.headers.get('content-type'), body, schema),
      })
      return completeAnswer(response, answerContext)
    } catch (error) {
      return completeAnswer(problemResponse(asProblem(error, requestId), requestId), answerContext)
    }
  }
  return {
    GET: answer,
    HEAD: answer,
    POST: answer,
    PUT: answer,
    PATCH: answer,
    DELETE: answer,
    OPTIONS: answer,
  }
}

function asProblem(error: unknown, requestId: string): Problem {
  if (error instanceof Problem) return error
  log.error({ event: 'handler_failed', requestId, err: error })
  return problems.internal()
}
