import { type NextRequest, NextResponse } from 'next/server'
import { dashboardPolicy } from './csp'

/** A page and the policy that lets it run its own scripts and call the API, and nothing else. */
export function dressPage(request: NextRequest): Response {
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
