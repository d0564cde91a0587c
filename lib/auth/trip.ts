import { providerConfig } from '@/lib/config/providers'
import type { Call } from '@/lib/gate/handler'
import { problems } from '@/lib/gate/problem'
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
