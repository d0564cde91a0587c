import type { NextRequest } from 'next/server'

/**
 * The edge entry of both deployments, thin on purpose: each deployment's build keeps its own branch and drops the
 * other. What the API decides is in lib/gate, and every handler asks the same gate again. Why this is middleware.ts
 * and not proxy.ts: docs/decisions/0002-edge-middleware.md.
 */
export async function middleware(request: NextRequest): Promise<Response> {
  return (await answer)(request)
}

/** Imported once: an import in each request cost a third of the request. */
const answer: Promise<(request: NextRequest) => Promise<Response> | Response> =
  process.env.DEPLOYMENT === 'api'
    ? import('@/lib/gate/edge').then(({ guardApi }) => guardApi)
    : import('@/lib/config/page').then(({ dressPage }) => dressPage)

export const config = { matcher: '/((?!_next/static/|favicon.ico$|icon.svg$).*)' }
