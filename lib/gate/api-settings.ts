import { type ApiConfig, apiConfig } from '@/lib/config/api'
import type { RouteFacts } from '@/lib/contract/routes'
import { type CookieProfile, cookieProfile } from '@/lib/session/cookie'
import { compileSettings, type GateSettings } from './settings'

/** Everything a handler knows: what the gate knows, the rest of the configuration, and the form of the cookies. */
export interface ApiSettings extends GateSettings {
  config: ApiConfig
  cookie: CookieProfile
}

let settings: Promise<ApiSettings> | undefined

/** Returns the settings of this process, from its environment. */
export function apiSettings(): Promise<ApiSettings> {
  settings ??= compileApiSettings(apiConfig())
  return settings
}

/** Compiles what a handler knows. The routes are those of this build, unless a test brings its own. */
export async function compileApiSettings(
  config: ApiConfig,
  routes?: readonly RouteFacts[],
): Promise<ApiSettings> {
  const cookie = cookieProfile(config.topology, new URL(config.apiOrigin).protocol)
  return { ...(await compileSettings(config, routes)), config, cookie }
}
