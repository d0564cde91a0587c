import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import nextEnv from '@next/env'
import { build } from 'esbuild'
import type { Deployment } from '@/lib/config/validate'

export const deployments: readonly Deployment[] = ['dashboard', 'api']

const require = createRequire(import.meta.url)
const nextManifest: { bin: { next: string } } = require('next/package.json')

/** The command line of Next.js. */
export const nextBin = join(dirname(require.resolve('next/package.json')), nextManifest.bin.next)
const tscBin = fileURLToPath(new URL('../node_modules/typescript-7/bin/tsc', import.meta.url))

/** Reads the `.env` files as Next.js would, so that a script and the deployment it starts agree. */
export function loadEnvironment(development: boolean): void {
  nextEnv.loadEnvConfig(process.cwd(), development, { info: () => {}, error: console.error })
}

/** Starts the Next.js command line for one deployment. */
export function runNext(
  deployment: Deployment,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcess {
  return spawn(process.execPath, [nextBin, ...args], {
    env: { ...process.env, DEPLOYMENT: deployment, NEXT_TELEMETRY_DISABLED: '1', ...env },
    stdio: 'inherit',
  })
}

/** Packages with files of their own, or that Next.js loads too: they stay outside the bundle. */
const external = [
  'next',
  '@next/env',
  '@electric-sql/pglite',
  '@node-rs/argon2',
  'pg',
  'prom-client',
  'proper-lockfile',
]

/** Bundles server.ts for one deployment, so that production needs neither TypeScript nor a loader for it. */
export async function bundleServer(deployment: Deployment, distDir: string): Promise<void> {
  await build({
    entryPoints: ['server.ts'],
    outfile: `${distDir}/server.mjs`,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: external.flatMap((name) => [name, `${name}/*`]),
    define: {
      'process.env.DEPLOYMENT': JSON.stringify(deployment),
      'process.env.LAB': JSON.stringify(process.env.LAB || '0'),
    },
    // Packages in the older module format ask for Node.js's own modules by `require`.
    banner: {
      js: "import { createRequire as createRequireForBundle } from 'node:module'; const require = createRequireForBundle(import.meta.url);",
    },
    logLevel: 'warning',
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

/** Tells whether nobody listens on a port of this machine, on any of its addresses. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, () => probe.close(() => resolve(true)))
  })
}
