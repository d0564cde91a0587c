import { compilePolicy, compilePublicPolicy, type Policy } from '@next-cross-origin/cors'
import { type GateConfig, gateConfig } from '@/lib/config/gate'
import type { RouteFacts } from '@/lib/contract/routes'
import { tokenKeys } from '@/lib/session/keys'
import type { TokenRules } from '@/lib/session/token'
import { compileRoutes, offeredRoutes, type RouteTable } from './routes'

/** Everything the gate knows, compiled once in a process. The edge has it too, so nothing here needs Node.js. */
export interface GateSettings {
  config: GateConfig
  routes: RouteTable
  /** Decides who may call with credentials. */
  policy: Policy
  /** The same for routes that take bearer tokens: their preflights may ask for `authorization`. */
  bearerPolicy: Policy
  /** Lets everybody read public answers. */
  publicPolicy: Policy
  tokens: TokenRules
}

/** The credentialed policy of this API. To let a page send another header or use another method, change it here. */
const policyOptions = {
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  requestHeaders: ['content-type', 'x-auth-return-redirect', 'x-request-id'],
  exposedHeaders: ['x-request-id', 'retry-after', 'link'],
  credentials: true,
  maxAgeSeconds: 7_200,
} as const

/** Compiles what the gate knows. The routes are those of this build, unless a test brings its own. */
export async function compileSettings(
  config: GateConfig,
  routes: readonly RouteFacts[] = offeredRoutes,
): Promise<GateSettings> {
  const { requestHeaders, exposedHeaders, maxAgeSeconds } = policyOptions
  const allowlist = {
    origins: config.allowedOrigins,
    insecureHttp: config.production ? 'loopback' : 'any',
  } as const
  return {
    config,
    routes: compileRoutes(routes),
    policy: compilePolicy({ ...policyOptions, ...allowlist }),
    bearerPolicy: compilePolicy({
      ...policyOptions,
      ...allowlist,
      requestHeaders: [...requestHeaders, 'authorization'],
    }),
    publicPolicy: compilePublicPolicy({ requestHeaders: ['x-request-id'], exposedHeaders, maxAgeSeconds }),
    tokens: {
      keys: await tokenKeys(config.secrets),
      apiOrigin: config.apiOrigin,
      maxAgeSeconds: config.sessionAbsoluteSeconds,
    },
  }
}

let settings: Promise<GateSettings> | undefined

/** The settings of this process, from its environment. */
export function gateSettings(): Promise<GateSettings> {
  settings ??= compileSettings(gateConfig())
  return settings
}
