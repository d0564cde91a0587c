import { isScripted } from '@lab/routes'
import { decide } from '@next-cross-origin/cors'
import { type NextRequest, NextResponse } from 'next/server'
import { exchangeHeaders, toResponse } from './answer'
import { gate } from './gate'
import { isForPages } from './page-protocol'
import { gateSettings } from './settings'

/** Methods that reach a handler. Next.js answers any other by itself, without the gate. */
const handled = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/**
 * Runs the gate as edge middleware. What passes goes on to its handler, which gets the same `X-Request-Id`. Every
 * answer of a handler has these headers too; here they let a page read what Next.js answers in a handler's place.
 */
export async function guardApi(request: NextRequest): Promise<Response> {
  // The lab’s scripted answers: docs/decisions/0011-the-lab-beside-the-gate.md
  if (isScripted(request.nextUrl.pathname)) {
    return NextResponse.next()
  }
  const settings = await gateSettings()
  // The edge has no database, so an origin that people allowed at run time is known to the handler's gate alone:
  // docs/decisions/0018-origins-at-run-time.md. Nor does it know the topology, which decides about `Authorization`.
  const { reason } = decide(settings.policy, request)
  const needsDatabase = reason === 'origin_not_allowed' || reason === 'header_not_allowed'
  const headers = new Headers([...request.headers].filter(([name]) => !isForPages(name)))
  if (needsDatabase && handled.has(request.method)) return NextResponse.next({ request: { headers } })
  const result = await gate(request, settings)
  if (!result.passed) return toResponse(result.reply)
  headers.set('x-request-id', result.answer.requestId)
  return NextResponse.next({
    request: { headers },
    headers: exchangeHeaders(result.answer).map(([name, value]) => [name, value]),
  })
}
