import type { ProviderConfig } from '@/lib/config/providers'
import { github } from './github'
import { google } from './google'
import { oidc } from './oidc'
import type { AuthProvider } from './provider'

/** The providers that this deployment is configured for, by the name that stands in their addresses. */
export function providersOf(config: ProviderConfig): ReadonlyMap<string, AuthProvider> {
  return new Map([
    ...(config.github ? [['github', github(config.github)] as const] : []),
    ...(config.google ? [['google', google(config.google)] as const] : []),
    ...(config.oidc ? [['oidc', oidc(config.oidc)] as const] : []),
  ])
}
