import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import getPort from 'get-port'
import { nextBin } from '@/scripts/deployments'
import { copyTemplate } from './template'

/** Both production builds, running on free ports with a fresh database, for tests, benchmarks and pictures. */
export interface Stack {
  dashboardOrigin: string
  apiOrigin: string
  /** Everything both deployments wrote, for tests about what must not be there. */
  log(): string
  /** Asks the processes to end, as an operator would. @returns the exit status of the first, null when killed by a signal */
  terminate(): Promise<number | null>
  /** Ends the processes, by force if need be, and removes their data. */
  stop(): Promise<void>
}

export type TopologyName = 'ports' | 'subdomains' | 'cross-site'

/** Names that are loopback everywhere, in the relation that each topology stands for. */
export const hosts: Record<TopologyName, { dashboard: string; api: string }> = {
  ports: { dashboard: 'localhost', api: 'localhost' },
  subdomains: { dashboard: 'app.acme.localhost', api: 'api.acme.localhost' },
  'cross-site': { dashboard: 'frontend.localhost', api: 'backend.localhost' },
}

/** Signs the sessions of tests. Long, and looked for in everything that is written. */
export const testSecret = 'a-secret-that-must-never-be-seen-anywhere'

const readyWithinMs = 180_000

/** The environment of the builds that contain the lab: they stand beside the others. */
export const labBuild = { LAB: '1', BUILD_PREFIX: 'lab-' } as const

/** The environment of the builds for a platform or a bare `next start`, in which middleware.ts is the entry. */
export const middlewareBuild = { BUILD_PREFIX: 'edge-' } as const

/** The arguments of Node.js that start one deployment. */
function commandOf(
  deployment: string,
  { lab = false, entry = 'server' }: StackOptions,
  port: number,
): string[] {
  if (entry === 'development') return ['--import', 'tsx', 'server.ts', '--dev']
  if (entry === 'middleware') return [nextBin, 'start', '--port', String(port)]
  return [`.next/${lab ? labBuild.BUILD_PREFIX : ''}${deployment}/server.mjs`]
}

export interface StackOptions {
  /** The entry that stands in front: server.ts, the same as `npm run dev` starts it, or middleware.ts under `next start`. */
  entry?: 'server' | 'development' | 'middleware'

  /** Start the builds that contain the lab. */
  lab?: boolean
  topology?: TopologyName
  /** On top of what a stack needs; may name `{dashboard}` and `{api}`, which become the origins. */
  env?: Readonly<Record<string, string>>
  /** Ports to listen on instead of free ones. */
  ports?: { api?: number; dashboard?: number }
  /** Leave one of them out. */
  only?: 'api' | 'dashboard'
}

/** @throws Error with the log, when the process ends or does not answer in time */
async function untilItAnswers(
  deployment: 'api' | 'dashboard',
  port: number,
  child: ChildProcess,
  output: string[],
): Promise<void> {
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(String(chunk)))
  const probe = `http://localhost:${port}${deployment === 'api' ? '/api/ready' : '/'}`
  const giveUpAt = Date.now() + readyWithinMs
  for (;;) {
    if (child.exitCode !== null || Date.now() > giveUpAt) {
      throw new Error(`The ${deployment} deployment did not start:\n${output.join('')}`)
    }
    const answer = await fetch(probe).catch(() => null)
    await answer?.arrayBuffer()
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Asks a process to end, and kills it when it does not within the given time. */
async function end(child: ChildProcess, withinMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const force = setTimeout(() => child.kill('SIGKILL'), withinMs)
  await ended.finally(() => clearTimeout(force))
}

/**
 * Starts both production builds and waits until they answer.
 * @throws Error with the log, when one of them ends or does not answer in time
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const { entry = 'server', lab = false, topology = 'ports', env = {}, only } = options
  const ports = { dashboard: await getPort(), api: await getPort(), ...options.ports }
  const dashboardOrigin = `http://${hosts[topology].dashboard}:${ports.dashboard}`
  const apiOrigin = `http://${hosts[topology].api}:${ports.api}`
  const dataDir = mkdtempSync(join(tmpdir(), 'next-cross-origin-'))
  if (only !== 'dashboard') copyTemplate(env.DATA_DIR ?? dataDir)
  const named = Object.fromEntries(
    Object.entries(env).map(([name, value]) => [
      name,
      value.replaceAll('{dashboard}', dashboardOrigin).replaceAll('{api}', apiOrigin),
    ]),
  )
  const output: string[] = []
  const children: ChildProcess[] = []

  const start = async (deployment: 'api' | 'dashboard') => {
    const port = ports[deployment]
    const child = spawn(process.execPath, commandOf(deployment, options, port), {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        NODE_ENV: 'production',
        DEPLOYMENT: deployment,
        PORT: String(port),
        SHUTDOWN_DELAY_SECONDS: '0',
        NEXT_TELEMETRY_DISABLED: '1',
        DASHBOARD_ORIGIN: dashboardOrigin,
        API_ORIGIN: apiOrigin,
        AUTH_SECRET: testSecret,
        DATA_DIR: dataDir,
        SEED_DEMO: '1',
        ...(lab ? labBuild : {}),
        ...(entry === 'middleware' ? middlewareBuild : {}),
        ...(entry === 'development' ? { BUILD_PREFIX: 'development-' } : {}),
        ...named,
      },
    })
    children.push(child)
    await untilItAnswers(deployment, port, child, output)
  }

  const terminate = async () => {
    await Promise.all(children.slice(0, 1).map((child) => end(child, 120_000)))
    return children[0]?.exitCode ?? null
  }

  const stop = async () => {
    await Promise.all(children.map((child) => end(child, 5_000)))
    rmSync(dataDir, { recursive: true, force: true })
  }

  try {
    await Promise.all((only ? [only] : (['api', 'dashboard'] as const)).map(start))
  } catch (error) {
    await stop()
    throw error
  }
  return { dashboardOrigin, apiOrigin, log: () => output.join(''), terminate, stop }
}
