import { decide } from '@next-cross-origin/cors'
import { providerConfig } from '@/lib/config/providers'
import type { Call } from '@/lib/gate/handler'
import { problems } from '@/lib/gate/problem'
import type { GateSettings } from '@/lib/gate/settings'
import { providersOf } from './providers'
import type { AuthProvider } from './providers/provider'
import type { Trip } from './round-trip'

let providers: ReadonlyMap<string, AuthProvider> | undefined

/** The providers of this process, from its environment. */
export function configuredProviders(): ReadonlyMap<string, AuthProvider> {
  providers ??= providersOf(providerConfig(process.env))
  return providers
}

/**
 * Returns the round trip that a request's `{provider}` names.
 * @throws Problem 404 when this deployment is not configured for the provider
 */
export function tripOf(call: Call & { params: { provider: string } }): Trip {
  const providerId = call.params.provider
  const provider = configuredProviders().get(providerId)
  if (!provider) throw problems.notFound()
  return { ...call, providerId, provider }
}

/**
 * Returns the origin of the page that calls, for links that lead back to it.
 * @throws Problem 403 for a caller that is no page of an allowed origin
 */
export function allowedPageOf({ request, settings }: Pick<Call, 'request' | 'settings'>): string {
  const origin = request.headers.get('origin')
  if (origin === null) throw problems.originRequired()
  refuseOrigin(origin, settings)
  return origin
}

/**
 * Refuses an origin that may not call: nobody is sent to a page that could not fetch the session.
 * @throws Problem 403
 */
export function refuseOrigin(origin: string, { policy }: GateSettings): void {
  const decision = decide(policy, { method: 'GET', headers: new Headers({ origin }) })
  if (!decision.allow) throw problems.originNotAllowed(decision.reason)
}
