import { type ChildProcess, spawn } from 'node:child_process'
import { Agent, request } from 'node:http'
import { createRequire } from 'node:module'
import getPort from 'get-port'
import { z } from 'zod'
import { exitStatus } from '@/scripts/deployments'
import { startStack } from '@/tests/stack'
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
  /** This server's throughput over that of the recipe, round by round; null where the recipe has nothing like it. */
  readonly toRecipe: Spread | null
}

interface Candidate {
  readonly server: string
  readonly url: string
  readonly method: 'GET' | 'OPTIONS'
  readonly headers: Readonly<Record<string, string>>
  readonly status: number
}

const ROUNDS = 15
/** Rounds that are run and forgotten: the servers get faster for more than 10,000 requests, until their code is compiled. */
const WARM_UP_ROUNDS = 15
const REQUESTS = 1_000
const CONNECTIONS = 8

const origin = 'https://app.example.com'
const OURS = 'the whole gate'
const RECIPE = 'recipe of the documentation'
const recipeDir = 'packages/bench/src/recipe'
const nextBin = createRequire(import.meta.url).resolve('next/dist/bin/next')

/**
 * Builds both for production and asks them the same, in turns: each round gives every server the same number of
 * requests, so that whatever else the machine does meets all of them alike. Nothing leaves this machine.
 * @throws Error when a build fails, or when an answer is not the one that is measured
 */
export async function benchRequests(): Promise<RequestRow[]> {
  const recipe = await startRecipe()
  try {
    const stack = await startStack({
      only: 'api',
      env: { ALLOWED_ORIGINS: `${origin},http://localhost:3000` },
    })
    try {
      return await measureScenarios(stack.apiOrigin, recipe.origin)
    } finally {
      await stack.stop()
    }
  } finally {
    recipe.child.kill('SIGTERM')
  }
}

/** @throws Error when one of the builds fails */
export async function buildServers(): Promise<void> {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' } as const
  const build = (args: readonly string[]) =>
    exitStatus(spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'], env }))
  const ours = await build(['--import', 'tsx', 'scripts/build.ts', 'api'])
  const recipe = await build([nextBin, 'build', recipeDir])
  if (ours !== 0 || recipe !== 0) throw new Error('A build failed.')
}

async function startRecipe(): Promise<{ child: ChildProcess; origin: string }> {
  const port = await getPort()
  const child = spawn(process.execPath, [nextBin, 'start', recipeDir, '--port', String(port)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
  })
  const origin = `http://localhost:${port}`
  for (let tries = 0; tries < 300 && child.exitCode === null; tries++) {
    const answer = await fetch(`${origin}/api/health`).catch(() => null)
    await answer?.arrayBuffer()
    if (answer?.ok) return { child, origin }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  child.kill('SIGKILL')
  throw new Error(`${recipeDir} did not start.`)
}

async function measureScenarios(api: string, recipe: string): Promise<RequestRow[]> {
  const cookie = await signIn(api)
  const read = { method: 'GET', headers: { origin }, status: 200 } as const
  const preflight = {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'PATCH',
      'access-control-request-headers': 'content-type',
    },
  } as const
  return [
    ...(await measureRounds('preflight', [
      { ...preflight, server: RECIPE, url: `${recipe}/api/health`, status: 200 },
      { ...preflight, server: OURS, url: `${api}/api/health`, status: 204 },
    ])),
    ...(await measureRounds('read, {"status":"ok"}', [
      { ...read, server: RECIPE, url: `${recipe}/api/health` },
      { ...read, server: OURS, url: `${api}/api/health` },
      { ...read, server: 'no middleware, no gate', url: `${recipe}/plain/health` },
    ])),
    ...(await measureRounds('read, profile by session', [
      { ...read, server: OURS, url: `${api}/api/users/${demoAccount.username}`, headers: { origin, cookie } },
    ])),
  ]
}

async function measureRounds(scenario: string, candidates: readonly Candidate[]): Promise<RequestRow[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const rounds = candidates.map((candidate) => ({ candidate, perSecond: [], p50: [], p99: [] }) as Rounds)
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    for (const { candidate, perSecond, p50, p99 } of rounds) {
      const { seconds, latenciesMs } = await load(candidate, agent)
      if (round < 0) continue
      const quantile = (q: number) => latenciesMs[Math.floor(q * (latenciesMs.length - 1))] ?? Number.NaN
      perSecond.push(latenciesMs.length / seconds)
      p50.push(quantile(0.5))
      p99.push(quantile(0.99))
    }
  }
  agent.destroy()
  const base = rounds.find(({ candidate }) => candidate.server === RECIPE)
  return rounds.map(({ candidate, perSecond, p50, p99 }) => ({
    scenario,
    server: candidate.server,
    requestsPerSecond: spreadOf(perSecond),
    p50Ms: spreadOf(p50),
    p99Ms: spreadOf(p99),
    toRecipe: base ? ratioOf(perSecond, base.perSecond) : null,
  }))
}

interface Rounds {
  readonly candidate: Candidate
  readonly perSecond: number[]
  readonly p50: number[]
  readonly p99: number[]
}

/** @returns how long it took, and how long each request did, in order */
async function load(candidate: Candidate, agent: Agent): Promise<{ seconds: number; latenciesMs: number[] }> {
  const latenciesMs: number[] = []
  let left = REQUESTS
  const started = performance.now()
  const client = async () => {
    while (left-- > 0) latenciesMs.push(await ask(candidate, agent))
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, client))
  const seconds = (performance.now() - started) / 1_000
  return { seconds, latenciesMs: latenciesMs.sort((a, b) => a - b) }
}

/** @returns milliseconds until the whole answer is there */
function ask({ url, method, headers, status }: Candidate, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const sent = request(url, { method, headers, agent }, (answer) => {
      if (answer.statusCode !== status) reject(new Error(`${url} is ${answer.statusCode}, not ${status}.`))
      answer.resume().once('end', () => resolve(performance.now() - started))
    })
    sent.once('error', reject).end()
  })
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
