import type { NextRequest } from 'next/server'

/**
 * The edge entry of both deployments, thin on purpose: each deployment's build keeps its own branch and drops the
 * other. What the API decides is in lib/gate, and every handler asks the same gate again. Why this is middleware.ts
 * and not proxy.ts: docs/decisions/0002-edge-middleware.md.
 */
export async function middleware(request: NextRequest): Promise<Response> {
  if (process.env.DEPLOYMENT === 'api') {
    const { guardApi } = await import('@/lib/gate/edge')
    return guardApi(request)
  }
  const { dressPage } = await import('@/lib/config/page')
  return dressPage(request)
}

export const config = { matcher: '/((?!_next/static|favicon.ico|icon.svg).*)' }
