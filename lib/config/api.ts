import { list, variable } from './defaults'
import type { Topology } from './site'

export interface ApiConfig {
  apiOrigin: string
  allowedOrigins: readonly string[]
  /** The first signs, all verify. */
  secrets: readonly string[]
  topology: Topology
  production: boolean
  databaseUrl: string | null
  dataDir: string
  seedDemo: boolean
  sessionIdleSeconds: number
  sessionAbsoluteSeconds: number
  /** How many proxies in front of the API may be believed about the client's address. */
  trustedProxies: number
}

const secondsPerDay = 86_400

/**
 * The API's configuration from the environment that `prepare` has checked. Free of Node.js and of the schema
 * library: the edge middleware reads it too.
 * @throws Error when the environment was never prepared, because an unchecked configuration must not serve
 */
export function apiConfig(env = process.env): ApiConfig {
  const topology = env.DERIVED_TOPOLOGY
  if (topology !== 'ports' && topology !== 'subdomains' && topology !== 'cross-site') {
    throw new Error('The configuration was not checked before it was used: start through next.config.js.')
  }
  if (!env.AUTH_SECRET) throw new Error('AUTH_SECRET is not set.')
  const production = env.NODE_ENV === 'production'
  return {
    apiOrigin: variable(env, 'API_ORIGIN'),
    allowedOrigins: list(env.ALLOWED_ORIGINS || variable(env, 'DASHBOARD_ORIGIN')),
    secrets: list(env.AUTH_SECRET),
    topology,
    production,
    databaseUrl: env.DATABASE_URL || null,
    dataDir: variable(env, 'DATA_DIR'),
    seedDemo: (env.SEED_DEMO || (production ? '0' : '1')) === '1',
    sessionIdleSeconds: Number(variable(env, 'SESSION_IDLE_DAYS')) * secondsPerDay,
    sessionAbsoluteSeconds: Number(variable(env, 'SESSION_ABSOLUTE_DAYS')) * secondsPerDay,
    trustedProxies: Number(variable(env, 'TRUSTED_PROXIES')),
  }
}
