import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import nextEnv from '@next/env'
import { variable } from '@/lib/config/defaults'

export type Deployment = 'dashboard' | 'api'

export const deployments: readonly Deployment[] = ['dashboard', 'api']

const { resolve } = createRequire(import.meta.url)
const nextBin = resolve('next/dist/bin/next')

/**
 * Node.js ends a connection whose headers are over 16 KiB before anything of ours runs. A request that a page may read
 * has to get an answer that it can read: so the gate refuses, up to here. 128 KiB.
 */
export const nodeOptions = ['--max-http-header-size=131072']
const tscBin = fileURLToPath(new URL('../node_modules/typescript-7/bin/tsc', import.meta.url))

/** Reads the `.env` files as Next.js would, so that a script and the deployment it starts agree. */
export function loadEnvironment(development: boolean): void {
  nextEnv.loadEnvConfig(process.cwd(), development, { info: () => {}, error: console.error })
}

export function originOf(deployment: Deployment): string {
  return variable(process.env, deployment === 'api' ? 'API_ORIGIN' : 'DASHBOARD_ORIGIN')
}

/** The port a deployment listens on: `PORT`, or the port of its own origin. */
export function portOf(deployment: Deployment): number {
  if (process.env.PORT) return Number(process.env.PORT)
  const origin = originOf(deployment)
  const { port, protocol } = URL.canParse(origin) ? new URL(origin) : new URL('http://localhost:3000')
  return Number(port || (protocol === 'https:' ? 443 : 80))
}

/** Starts the Next.js command line for one deployment. */
export function runNext(
  deployment: Deployment,
  args: readonly string[],
  options: { env?: Record<string, string>; piped?: boolean } = {},
): ChildProcess {
  return spawn(process.execPath, [...nodeOptions, nextBin, ...args], {
    env: { ...process.env, DEPLOYMENT: deployment, NEXT_TELEMETRY_DISABLED: '1', ...options.env },
    stdio: options.piped ? ['ignore', 'pipe', 'pipe'] : 'inherit',
  })
}

/** Checks the types of one deployment, those that its build has generated included. */
export function runTypeCheck(deployment: Deployment): ChildProcess {
  return spawn(process.execPath, [tscBin, '--noEmit', '-p', `tsconfig.${deployment}.json`], {
    stdio: 'inherit',
  })
}

/** The exit status of a process; a signal counts as 1. */
export function exitStatus(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
}

/** Whether nobody listens on a port of this machine, on any of its addresses. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, () => probe.close(() => resolve(true)))
  })
}
