import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import getPort from 'get-port'
import { afterAll } from 'vitest'
import { ApiPage, over } from '@/tests/api-page'
import { testSecret } from '@/tests/stack'
import makeTemplate, { copyTemplate } from '@/tests/template'

/** Production builds under way, for tests of what goes wrong. They are not waited for. */
export interface Running {
  apiOrigin: string
  dashboardOrigin: string
  /** The process that was started: a server, or npm. */
  child: ChildProcess
  log(): string
  /** Resolves to the exit status; null when a signal ended it. */
  ended: Promise<number | null>
  stop(): Promise<void>
}

/** One process of the API’s production build. */
export interface ApiProcess extends Running {
  origin: string
  dataDir: string
  page(): ApiPage
  /** Waits until readiness has this status. @throws Error with the log when it does not come */
  untilReady(status?: 200 | 503): Promise<void>
}

export const dashboardOrigin = 'http://localhost:3000'

type Environment = Readonly<Record<string, string>>

/**
 * Starts a command with free ports and a fresh database.
 * @param env on top; a `DATA_DIR` in it is kept
 * @param cwd the directory of the builds
 */
export async function start(
  [command = '', ...args]: readonly string[],
  env: Environment = {},
  cwd = '.',
): Promise<Running> {
  const ports = [await getPort(), await getPort()]
  const origins = {
    apiOrigin: env.API_ORIGIN ?? `http://localhost:${ports[0]}`,
    dashboardOrigin: env.DASHBOARD_ORIGIN ?? `http://localhost:${ports[1]}`,
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'next-cross-origin-faults-'))
  const output: string[] = []
  const child = spawn(command, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      API_ORIGIN: origins.apiOrigin,
      DASHBOARD_ORIGIN: origins.dashboardOrigin,
      AUTH_SECRET: testSecret,
      SEED_DEMO: '1',
      SHUTDOWN_DELAY_SECONDS: '0',
      REQUEST_LOG: '0',
      DATA_DIR: dataDir,
      ...env,
    },
  })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(String(chunk)))
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  return {
    ...origins,
    child,
    log: () => output.join(''),
    ended,
    async stop() {
      child.kill('SIGCONT')
      child.kill('SIGKILL')
      await ended
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Made once in a file of tests: copying a database is quicker than making one at each start. */
let template: Promise<() => void> | undefined
afterAll(async () => (await template)?.())

/** @param env on top of what the API needs; a `DATA_DIR` in it is kept */
export async function startApi(env: Environment = {}): Promise<ApiProcess> {
  const own = mkdtempSync(join(tmpdir(), 'next-cross-origin-faults-'))
  const dataDir = env.DATA_DIR ?? own
  if (env.DATA_DIR === undefined && env.DATABASE_URL === undefined) {
    template ??= makeTemplate()
    await template
    copyTemplate(dataDir)
  }
  const running = await start([process.execPath, '.next/api/server.mjs'], {
    DEPLOYMENT: 'api',
    DASHBOARD_ORIGIN: dashboardOrigin,
    ...env,
    DATA_DIR: dataDir,
  })
  const { apiOrigin: origin, child, log } = running
  return {
    ...running,
    origin,
    dataDir,
    page: () => new ApiPage(over(origin), () => ({ origin: dashboardOrigin })),
    async untilReady(status = 200) {
      await untilAnswered(`${origin}/api/ready`, status, child).catch((error) => {
        throw new Error(`${error}\n${log()}`)
      })
    },
    async stop() {
      await running.stop()
      rmSync(own, { recursive: true, force: true })
    },
  }
}

/** One process of the dashboard’s production build. */
export const startDashboard = (env: Environment = {}, cwd = '.') =>
  start([process.execPath, '.next/dashboard/server.mjs'], { DEPLOYMENT: 'dashboard', ...env }, cwd)

/** Waits for a status. @throws Error when it does not come within a minute, or the process ends */
export async function untilAnswered(url: string, status: number, child: ChildProcess): Promise<void> {
  for (let left = 600; left > 0; left--) {
    const answer = await fetch(url, { headers: { connection: 'close' } }).catch(() => null)
    await answer?.arrayBuffer()
    if (answer?.status === status) return
    if (child.exitCode !== null) break
    await wait(100)
  }
  throw new Error(`${url} was not ${status}.`)
}

/** The answer and the time that it took, in milliseconds. */
export async function timed<T>(ask: () => Promise<T>): Promise<{ answer: T; ms: number }> {
  const startedAt = performance.now()
  const answer = await ask()
  return { answer, ms: performance.now() - startedAt }
}
