import { type Environment, variable } from './defaults'
import type { Deployment } from './validate'

export function originOf(deployment: Deployment, env: Environment): string {
  return variable(env, deployment === 'api' ? 'API_ORIGIN' : 'DASHBOARD_ORIGIN')
}

/** Returns the port a deployment listens on: `PORT`, or the port of its own origin. */
export function portOf(deployment: Deployment, env: Environment): number {
  if (env.PORT) return Number(env.PORT)
  const origin = originOf(deployment, env)
  const { port, protocol } = URL.canParse(origin) ? new URL(origin) : new URL('http://localhost:3000')
  return Number(port || (protocol === 'https:' ? 443 : 80))
}
