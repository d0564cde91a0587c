import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import getPort from 'get-port'
import { z } from 'zod'
import { demoAccount } from '@/lib/db/seed'
import { NoPostgres, startPostgres } from '@/packages/local/src/postgres'
import { exitStatus, nextBin } from '@/scripts/deployments'
import { startStack, testSecret } from '@/tests/stack'

/** The origin that every server of the benchmark allows. */
export const origin = 'https://app.example.com'
export const peers = ['node:http', 'fastify', 'express', 'hono'] as const

const recipeDir = 'prove/bench/src/recipe'

/** One API of this project with the cookie of a session in it. */
export interface Own {
  readonly port: number
  readonly cookie: string
}

/** Everything that is measured, running. */
export interface Servers {
  readonly own: Own
  /** The same, writing one line for each request, as it does when nobody sets `REQUEST_LOG`. */
  readonly logging: Own
  /** The same on PostgreSQL with 1 and 2 workers; empty where there is no PostgreSQL. */
  readonly workers: readonly Own[]
  readonly peers: ReadonlyMap<string, number>
  /** Next.js with the recipe of its documentation under `/api` and bare routes under `/plain`. */
  readonly next: number
  stop(): Promise<void>
}

/** @throws Error when one of the builds fails */
export async function buildServers(): Promise<void> {
  const build = (args: readonly string[]) =>
    exitStatus(spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'], env: environment() }))
  const own = await build(['--import', 'tsx', 'scripts/build.ts', 'api'])
  const next = await build([nextBin, 'build', recipeDir])
  if (own !== 0 || next !== 0) throw new Error('A build failed.')
}

const environment = () =>
  ({ ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' }) as NodeJS.ProcessEnv

/**
 * Starts this project, its peers and Next.js as it comes.
 * @throws Error when one of them does not start
 */
export async function startServers(progress: (line: string) => void): Promise<Servers> {
  const endings: (() => Promise<void> | void)[] = []
  const stop = async () => {
    for (const end of endings.toReversed()) await end()
  }
  const start = async (args: (port: number) => string[], env: Readonly<Record<string, string>> = {}) => {
    const port = await getPort()
    const child = spawn(process.execPath, args(port), {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...environment(), ...env },
    })
    endings.push(() => void child.kill('SIGTERM'))
    await untilItAnswers(port, child)
    return port
  }
  try {
    const ports = new Map<string, number>()
    for (const peer of peers) {
      const args = ['--import', 'tsx', 'prove/bench/src/server.ts', peer]
      ports.set(peer, await start((port) => [...args, String(port)]))
    }
    const folder = mkdtempSync(join(tmpdir(), 'next-cross-origin-bench-'))
    endings.push(() => rmSync(folder, { recursive: true, force: true }))
    const next = await start((port) => [nextBin, 'start', recipeDir, '--port', String(port)], {
      DATA_DIR: folder,
      AUTH_SECRET: testSecret,
    })
    // The peers write no log either.
    const own = await startOwn({ REQUEST_LOG: '0' }, endings)
    const logging = await startOwn({}, endings)
    return { own, logging, workers: await startWorkers(endings, progress), peers: ports, next, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startOwn(
  env: Readonly<Record<string, string>>,
  endings: (() => Promise<void> | void)[],
): Promise<Own> {
  const allowed = { ALLOWED_ORIGINS: `${origin},http://localhost:3000` }
  const stack = await startStack({ only: 'api', env: { ...allowed, ...env } })
  endings.push(stack.stop)
  return { port: Number(new URL(stack.apiOrigin).port), cookie: await signIn(stack.apiOrigin) }
}

async function startWorkers(
  endings: (() => Promise<void> | void)[],
  progress: (line: string) => void,
): Promise<Own[]> {
  try {
    const server = await startPostgres()
    endings.push(server.remove)
    const own: Own[] = []
    for (const WORKERS of ['1', '2']) {
      own.push(await startOwn({ WORKERS, DATABASE_URL: server.url, REQUEST_LOG: '0' }, endings))
    }
    return own
  } catch (error) {
    if (!(error instanceof NoPostgres)) throw error
    progress(`Without WORKERS: ${error.message}`)
    return []
  }
}

async function untilItAnswers(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 600 && child.exitCode === null; tries++) {
    const answer = await fetch(`http://localhost:${port}/api/health`).catch(() => null)
    await answer?.arrayBuffer()
    if (answer) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${child.spawnargs.join(' ')} did not start.`)
}

/** @returns the session cookie of the demo account */
async function signIn(api: string): Promise<string> {
  const headers = { origin, 'content-type': 'application/json', 'x-auth-return-redirect': '1' }
  const csrf = await fetch(`${api}/api/auth/csrf`, { headers })
  const { csrfToken } = z.object({ csrfToken: z.string() }).parse(await csrf.json())
  const answer = await fetch(`${api}/api/auth/callback/credentials`, {
    method: 'POST',
    headers: { ...headers, cookie: pairs(csrf) },
    body: JSON.stringify({ csrfToken, ...demoAccount }),
  })
  await answer.arrayBuffer()
  return pairs(answer)
}

function pairs(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}
