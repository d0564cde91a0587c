import { isScripted } from '@lab/routes'
import { type NextRequest, NextResponse } from 'next/server'
import { exchangeHeaders } from './answer'
import { gate } from './gate'
import { gateSettings } from './settings'

/**
 * Runs the gate as edge middleware. What passes goes on to its handler, which gets the same `X-Request-Id`. Every
 * answer of a handler has these headers too; here they let a page read what Next.js answers in a handler's place.
 */
export async function guardApi(request: NextRequest): Promise<Response> {
  // The lab’s scripted answers: docs/decisions/0011-the-lab-beside-the-gate.md
  if (isScripted(request.nextUrl.pathname)) {
    return NextResponse.next()
  }
  const result = await gate(request, await gateSettings())
  if (!result.passed) return result.response
  const headers = new Headers(request.headers)
  headers.set('x-request-id', result.answer.requestId)
  return NextResponse.next({ request: { headers }, headers: exchangeHeaders(result.answer) })
}
