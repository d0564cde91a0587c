import type { Method } from '@/lib/contract/routes'
import type { GateRequest } from '@/lib/gate/gate'
import { type CaseRequest, cases, policy } from '@/tests/conformance/cases'
import { type Answer, faults } from '@/tests/conformance/check'

/** Runs the conformance cases on the route handlers of the tree that this file is in; each handler runs the gate. */
Object.assign(process.env, {
  NODE_ENV: 'production',
  DEPLOYMENT: 'api',
  API_ORIGIN: 'http://localhost:4000',
  AUTH_SECRET: 'a-secret-for-tests-of-the-tests-alone',
  ALLOWED_ORIGINS: policy,
})

type Handler = (request: Request, context: { params: Promise<object | undefined> }) => Promise<Response>
type RouteModule = Record<Method | 'HEAD' | 'OPTIONS', Handler>

const routes: readonly [pattern: RegExp, module: RouteModule][] = [
  [/^\/api\/health\/?$/, await import('@/app/(api)/api/health/route.api')],
  [/^\/api\/users\/?$/, await import('@/app/(api)/api/users/route.api')],
  [/^\/api\/users\/[^/]+\/?$/, await import('@/app/(api)/api/users/[username]/route.api')],
  [/^\/api\/sessions\/?$/, await import('@/app/(api)/api/sessions/route.api')],
  [/^\/api\/sessions\/[^/]+\/?$/, await import('@/app/(api)/api/sessions/[id]/route.api')],
  [/./, await import('@/app/(api)/[[...path]]/route.api')],
]

function handlerOf({ url, method }: GateRequest): Handler {
  const { pathname } = new URL(url)
  const module = routes.find(([pattern]) => pattern.test(pathname))?.[1]
  if (!module) throw new Error(`No module for ${pathname}.`)
  return method in module ? module[method as keyof RouteModule] : module.PUT
}

function requestOf({ method, target, headers, body }: CaseRequest): Request {
  const sent = new Headers()
  for (const [name, value] of headers) {
    // The bytes of UTF-8, each as a character, as Node.js hands them on.
    sent.append(name, Buffer.from(value).toString('latin1'))
  }
  const withBody = body !== undefined && method !== 'GET' && method !== 'HEAD'
  return new Request(`http://localhost:4000${target}`, {
    method,
    headers: sent,
    ...(withBody ? { body } : {}),
  })
}

async function answerOf(response: Response, { method }: CaseRequest): Promise<Answer> {
  const body = await response.text()
  return { status: response.status, headers: [...response.headers], body: method === 'HEAD' ? '' : body }
}

/** They need a database or next-auth; the production build answers them. */
const needsServer = /^\/api\/(ready|users\/[^/]+\/avatar|auth\/)/

/** Returns what the cases find wrong with the answers of the route handlers. */
export async function failures(): Promise<string[]> {
  const found: string[] = []
  for (const { id, request, expect } of cases) {
    if (needsServer.test(request.target)) continue
    const sent = requestOf(request)
    const answer = await answerOf(
      await handlerOf(sent)(sent, { params: Promise.resolve(undefined) }),
      request,
    )
    for (const fault of faults(answer, expect, request)) found.push(`${id}: ${fault}`)
  }
  return found
}
