import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import getPort from 'get-port'
import { ApiPage, over } from '@/tests/api-page'
import { testSecret } from '@/tests/stack'

/** One process of the API’s production build, for tests of what goes wrong. It is not waited for. */
export interface ApiProcess {
  origin: string
  dataDir: string
  child: ChildProcess
  log(): string
  /** Resolves to the exit status; null when a signal ended it. */
  ended: Promise<number | null>
  page(): ApiPage
  /** Waits until readiness has this status. @throws Error with the log when it does not come */
  untilReady(status?: 200 | 503): Promise<void>
  stop(): Promise<void>
}

export const dashboardOrigin = 'http://localhost:3000'

/** @param env on top of what the API needs; a `DATA_DIR` in it is kept */
export async function startApi(env: Readonly<Record<string, string>> = {}): Promise<ApiProcess> {
  const port = await getPort()
  const origin = `http://localhost:${port}`
  const own = env.DATA_DIR === undefined
  const dataDir = env.DATA_DIR ?? mkdtempSync(join(tmpdir(), 'next-cross-origin-faults-'))
  const output: string[] = []
  const child = spawn(process.execPath, ['.next/api/server.mjs'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      DEPLOYMENT: 'api',
      PORT: String(port),
      API_ORIGIN: origin,
      DASHBOARD_ORIGIN: dashboardOrigin,
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
  const log = () => output.join('')
  return {
    origin,
    dataDir,
    child,
    log,
    ended,
    page: () => new ApiPage(over(origin), () => ({ origin: dashboardOrigin })),
    async untilReady(status = 200) {
      for (let left = 600; left > 0; left--) {
        const answer = await fetch(`${origin}/api/ready`).catch(() => null)
        await answer?.arrayBuffer()
        if (answer?.status === status) return
        if (child.exitCode !== null) break
        await wait(100)
      }
      throw new Error(`The API was not ${status}:\n${log()}`)
    },
    async stop() {
      child.kill('SIGCONT')
      child.kill('SIGKILL')
      await ended
      if (own) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** The answer and the time that it took, in milliseconds. */
export async function timed<T>(ask: () => Promise<T>): Promise<{ answer: T; ms: number }> {
  const startedAt = performance.now()
  const answer = await ask()
  return { answer, ms: performance.now() - startedAt }
}
