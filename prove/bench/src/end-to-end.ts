import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import getPort from 'get-port'
import { z } from 'zod'
import { exitStatus } from '@/scripts/deployments'
import { startStack, testSecret } from '@/tests/stack'
import { type Load, run } from './load.ts'
import { ratioOf, type Spread, spreadOf } from './measure.ts'

/** The account that every deployment with `SEED_DEMO=1` has. */
const demoAccount = { username: 'ada', password: 'analytical-engine' }

/** One line of the table: one server in one scenario. */
export interface RequestRow {
  readonly scenario: string
  readonly server: string
  readonly requestsPerSecond: Spread
  /** Milliseconds of the median and of the slowest hundredth of the requests of one round. */
  readonly p50Ms: Spread
  readonly p99Ms: Spread
  /** Our throughput over that of this server, round by round; null in our own row. */
  readonly oursToThis: Spread | null
}

interface Candidate extends Load {
  readonly server: string
}

const rounds = 11
/** Rounds that are run and forgotten: servers get faster until their code is compiled. */
const warmUpRounds = 5
const requestsPerRound = 1_500
const connections = 32

const origin = 'https://app.example.com'
export const ours = 'this project'
export const bareRoute = 'bare Next.js route'
const recipe = 'recipe of the documentation'
const recipeDir = 'prove/bench/src/recipe'
const peers = ['node:http', 'fastify', 'express', 'hono'] as const
const nextBin = createRequire(import.meta.url).resolve('next/dist/bin/next')

/**
 * Starts production builds and peers, and asks them the same, in turns: each round gives every server the same number
 * of requests, so that whatever else the machine does meets all of them alike. Nothing leaves this machine.
 * @throws Error when a server does not start, or when an answer is not the one that is measured
 */
export async function benchRequests(progress: (line: string) => void): Promise<RequestRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'next-cross-origin-bench-'))
  const children: ChildProcess[] = []
  const start = async (args: (port: number) => string[], env: Readonly<Record<string, string>> = {}) => {
    const port = await getPort()
    const child = spawn(process.execPath, args(port), {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', ...env },
    })
    children.push(child)
    await untilItAnswers(port, child)
    return port
  }
  progress('starting the servers')
  const stack = await startStack({ only: 'api', env: { ALLOWED_ORIGINS: `${origin},http://localhost:3000` } })
  try {
    const ports = new Map<string, number>([[ours, Number(new URL(stack.apiOrigin).port)]])
    for (const peer of peers) {
      ports.set(
        peer,
        await start((port) => ['--import', 'tsx', 'prove/bench/src/server.ts', peer, String(port)]),
      )
    }
    const next = await start((port) => [nextBin, 'start', recipeDir, '--port', String(port)], {
      DATA_DIR: folder,
      AUTH_SECRET: testSecret,
    })
    return await measureScenarios(ports, next, await signIn(stack.apiOrigin), progress)
  } finally {
    for (const child of children) child.kill('SIGTERM')
    await stack.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @throws Error when one of the builds fails */
export async function buildServers(): Promise<void> {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' } as const
  const build = (args: readonly string[]) =>
    exitStatus(spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'], env }))
  const own = await build(['--import', 'tsx', 'scripts/build.ts', 'api'])
  const next = await build([nextBin, 'build', recipeDir])
  if (own !== 0 || next !== 0) throw new Error('A build failed.')
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

async function measureScenarios(
  ports: ReadonlyMap<string, number>,
  next: number,
  cookie: string,
  progress: (line: string) => void,
): Promise<RequestRow[]> {
  const read = { method: 'GET', headers: { origin }, path: '/api/health', status: 200 } as const
  const denied = { ...read, headers: { origin: 'https://evil.example' } } as const
  const preflight = {
    method: 'OPTIONS',
    path: '/api/health',
    status: 204,
    headers: {
      origin,
      'access-control-request-method': 'PATCH',
      'access-control-request-headers': 'content-type',
    },
  } as const
  const toEach = (load: Omit<Load, 'port'>, statusOf: (server: string) => number): Candidate[] =>
    [...ports].map(([server, port]) => ({ ...load, server, port, status: statusOf(server) }))
  const toRecipe = { server: recipe, port: next } as const
  const port = ports.get(ours) ?? 0
  const scenarios: [name: string, candidates: Candidate[]][] = [
    ['preflight', [...toEach(preflight, () => 204), { ...preflight, ...toRecipe, status: 200 }]],
    // The peers answer a denied origin as any other, without the header that shares the answer.
    [
      'denied origin',
      [
        ...toEach(denied, (server) => (server === ours || server === 'node:http' ? 403 : 200)),
        { ...denied, ...toRecipe },
      ],
    ],
    [
      'read',
      [
        ...toEach(read, () => 200),
        { ...read, ...toRecipe },
        { ...read, server: bareRoute, port: next, path: '/plain/health' },
      ],
    ],
    [
      'signed-in read',
      [
        {
          ...read,
          server: ours,
          port,
          path: `/api/users/${demoAccount.username}`,
          headers: { origin, cookie },
        },
        { ...read, server: bareRoute, port: next, path: '/plain/profile' },
      ],
    ],
  ]
  const rows: RequestRow[] = []
  for (const [scenario, candidates] of scenarios) {
    progress(`measuring: ${scenario}`)
    rows.push(...(await measureRounds(scenario, candidates)))
  }
  return rows
}

async function measureRounds(scenario: string, candidates: readonly Candidate[]): Promise<RequestRow[]> {
  const measured = candidates.map((candidate) => ({
    candidate,
    perSecond: [] as number[],
    p50: [] as number[],
    p99: [] as number[],
  }))
  for (let round = -warmUpRounds; round < rounds; round++) {
    for (const { candidate, perSecond, p50, p99 } of measured) {
      const result = await run(candidate, connections, requestsPerRound)
      if (round < 0) continue
      const quantile = (q: number) =>
        result.latenciesMs[Math.floor(q * (result.latenciesMs.length - 1))] ?? Number.NaN
      perSecond.push(result.perSecond)
      p50.push(quantile(0.5))
      p99.push(quantile(0.99))
    }
  }
  const own = measured.find(({ candidate }) => candidate.server === ours)
  return measured.map(({ candidate: { server }, perSecond, p50, p99 }) => ({
    scenario,
    server,
    requestsPerSecond: spreadOf(perSecond),
    p50Ms: spreadOf(p50),
    p99Ms: spreadOf(p99),
    oursToThis: own && server !== ours ? ratioOf(own.perSecond, perSecond) : null,
  }))
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
