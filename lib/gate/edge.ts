import { isScripted } from '@lab/routes'
import { exchangeHeaders } from './answer'
import { gate } from './gate'
import { gateSettings } from './settings'

/**
 * The gate as edge middleware. What passes goes on to its handler with the headers that let the answer be read, so that
 * even one which Next.js gives in the handler's place can be read by who may. Next.js puts them among the request's,
 * too, and that is how the handler comes to the same `X-Request-Id`.
 */
export async function guardApi(request: Request): Promise<Response> {
  // The lab’s scripted answers: docs/decisions/0011-the-lab-beside-the-gate.md
  if (isScripted(new URL(request.url).pathname)) {
    return new Response(null, { headers: [continueToHandler] })
  }
  const result = await gate(request, await gateSettings())
  if (!result.passed) return result.response
  return new Response(null, { headers: [continueToHandler, ...exchangeHeaders(result.answer)] })
}

/**
 * What `NextResponse.next()` sends. Importing that brings `next/server` as a whole into the bundle, a parser of
 * user-agent strings included: docs/decisions/0007-edge-bundle.md.
 */
const continueToHandler: [string, string] = ['x-middleware-next', '1']
