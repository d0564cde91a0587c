import { type NextRequest, NextResponse } from 'next/server'
import { dashboardPolicy } from '@/lib/config/csp'
import { writeHeaders } from '@/lib/gate/answer'
import { gate } from '@/lib/gate/gate'
import { gateSettings } from '@/lib/gate/settings'

/**
 * The edge entry of both deployments, thin on purpose: what it decides is in lib/gate, and every handler asks the
 * same gate again. Why this is middleware.ts and not proxy.ts: docs/decisions/0002-edge-middleware.md.
 */
export function middleware(request: NextRequest): Promise<Response> | Response {
  return process.env.DEPLOYMENT === 'api' ? guardApi(request) : dressPage(request)
}

async function guardApi(request: NextRequest): Promise<Response> {
  // The lab's scripted answers: wrong on purpose, without data or session, and in builds with LAB=1 only.
  if (process.env.LAB === '1' && request.nextUrl.pathname.startsWith('/api/lab/exchange/')) {
    return NextResponse.next()
  }
  const result = await gate(request, await gateSettings())
  if (!result.passed) return result.response
  const headers = new Headers(request.headers)
  headers.set('x-request-id', result.answer.requestId)
  const response = NextResponse.next({ request: { headers } })
  writeHeaders(response.headers, result.answer)
  return response
}

/** A page and the policy that lets it run its own scripts and call the API, and nothing else. */
function dressPage(request: NextRequest): Response {
  const { nonce, policy } = dashboardPolicy()
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  response.headers.set('x-content-type-options', 'nosniff')
  response.headers.set('referrer-policy', 'strict-origin-when-cross-origin')
  response.headers.set('permissions-policy', 'camera=(), geolocation=(), microphone=()')
  return response
}

export const config = { matcher: '/((?!_next/static|favicon.ico|icon.svg).*)' }
