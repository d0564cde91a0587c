import { type NextRequest, NextResponse } from 'next/server'
import { pageHeaders } from './page-headers'

/** Gives a page the policy that lets it run its own scripts and call the API, and nothing else. */
export function dressPage(request: NextRequest): Response {
  const headers = new Headers(request.headers)
  const lines = pageHeaders()
  for (const [name, value] of lines.request) headers.set(name, value)
  const response = NextResponse.next({ request: { headers } })
  for (const [name, value] of lines.response) response.headers.set(name, value)
  return response
}
