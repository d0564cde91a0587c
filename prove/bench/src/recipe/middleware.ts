import { type NextRequest, NextResponse } from 'next/server'

/** The CORS recipe of the Next.js documentation, its lists aside: "Proxy" (formerly "Middleware"), section "CORS". */
const allowedOrigins = ['https://app.example.com', 'http://localhost:3000']

const corsOptions = {
  'Access-Control-Allow-Methods': 'GET, POST, PUT, DELETE, OPTIONS',
  'Access-Control-Allow-Headers': 'Content-Type, Authorization',
}

export function middleware(request: NextRequest) {
  const origin = request.headers.get('origin') ?? ''
  const isAllowedOrigin = allowedOrigins.includes(origin)
  const isPreflight = request.method === 'OPTIONS'
  if (isPreflight) {
    const preflightHeaders = {
      ...(isAllowedOrigin && { 'Access-Control-Allow-Origin': origin }),
      ...corsOptions,
    }
    return NextResponse.json({}, { headers: preflightHeaders })
  }
  const response = NextResponse.next()
  if (isAllowedOrigin) response.headers.set('Access-Control-Allow-Origin', origin)
  for (const [name, value] of Object.entries(corsOptions)) response.headers.set(name, value)
  return response
}

export const config = { matcher: '/api/:path*' }
