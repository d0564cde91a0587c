import { type Environment, variable } from './defaults'
import { type GateConfig, gateConfig } from './gate'
import { type Topology, topologyOf } from './site'

/** Says where the data is: on a PostgreSQL server, or embedded in a directory. */
export interface DatabaseConfig {
  databaseUrl: string | null
  dataDir: string
  /** Limits the connections that one process may hold: few where a platform runs many processes. */
  mostConnections: number
}

/** Returns true in a function of a platform: it is frozen between requests, may not end itself and has no disk. */
export function isFunction(): boolean {
  // next.config.js decides it at build.
  return process.env.RUNS_AS === 'function'
}

/** Reads where the data is. Migrating it needs nothing else, and no secret. */
export function databaseConfig(): DatabaseConfig {
  const { env } = process
  return {
    databaseUrl: env.DATABASE_URL || null,
    dataDir: variable(env, 'DATA_DIR'),
    mostConnections: isFunction() ? 3 : 10,
  }
}

/** The API's whole configuration. The edge knows the part in `GateConfig` alone. */
export interface ApiConfig extends GateConfig, DatabaseConfig {
  topology: Topology
  seedDemo: boolean
  /** `false` leaves migrations to `npm run db:migrate`. */
  migrate: boolean
  /** The bearer token of `GET /api/metrics`; without one there is no such route. */
  metricsToken: string | null
  sessionIdleSeconds: number
  /** Says how many proxies in front of the API may be believed about the client's address. */
  trustedProxies: number
}

const secondsPerDay = 86_400

/**
 * Reads the API's configuration from the environment of this process, which the entry has checked.
 * @throws Error without a secret
 */
export function apiConfig(): ApiConfig {
  const { env } = process
  const config = gateConfig()
  const topology = topologyFrom(env, config.apiOrigin, config.allowedOrigins)
  return {
    ...config,
    topology,
    // On one site the cookie is no third-party one, and every browser that keeps cookies keeps it.
    pageTokens: config.pageTokens && topology === 'cross-site',
    ...databaseConfig(),
    seedDemo: (env.SEED_DEMO || (config.production ? '0' : '1')) === '1',
    migrate: env.MIGRATE !== '0',
    metricsToken: env.METRICS_TOKEN || null,
    sessionIdleSeconds: Number(variable(env, 'SESSION_IDLE_DAYS')) * secondsPerDay,
    trustedProxies: Number(variable(env, 'TRUSTED_PROXIES')),
  }
}

/** Returns the declared topology, or else the one that follows from the origins. */
export function topologyFrom(
  env: Environment,
  apiOrigin: string,
  allowedOrigins: readonly string[],
): Topology {
  const declared = env.TOPOLOGY
  return declared === 'ports' || declared === 'subdomains' || declared === 'cross-site'
    ? declared
    : topologyOf(apiOrigin, allowedOrigins)
}
