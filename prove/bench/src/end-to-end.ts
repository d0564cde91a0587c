import { demoAccount } from '@/lib/db/seed'
import { type Load, run } from './load.ts'
import { ratioOf, type Spread, spreadOf } from './measure.ts'
import { origin, type Servers, startServers } from './servers.ts'

/** One line of the table: one server in one scenario. */
export interface RequestRow {
  readonly scenario: string
  readonly server: string
  readonly requestsPerSecond: Spread
  /** Milliseconds of the median and of the slowest hundredth of the requests of one round. */
  readonly p50Ms: Spread
  readonly p99Ms: Spread
  /** The throughput of the first server of the scenario over that of this one, round by round; null in its own row. */
  readonly firstToThis: Spread | null
}

interface Candidate extends Load {
  readonly server: string
}

/** Several servers that are asked the same, the one that the others are compared with first. */
type Scenario = readonly [name: string, candidates: readonly Candidate[]]

const rounds = 11
const roundMs = 250
/** Servers get faster until their code is compiled, for over ten thousand requests. */
const warmUpMs = 2_000
const connections = 32

export const ours = 'this project'
const withLog = 'this project, with its log'
export const bareRoute = 'bare Next.js route'
const recipe = 'recipe of the documentation'

/**
 * Starts production builds and peers, and asks them the same, in turns: each round gives every server the same time,
 * so that whatever else the machine does meets all of them alike. Nothing leaves this machine.
 * @throws Error when a server does not start, or when an answer is not the one that is measured
 */
export async function benchRequests(progress: (line: string) => void): Promise<RequestRow[]> {
  progress('starting the servers')
  const servers = await startServers(progress)
  try {
    const rows: RequestRow[] = []
    for (const scenario of scenariosOf(servers)) {
      const measured = await measureScenario(scenario, progress)
      for (const { server, requestsPerSecond } of measured) {
        progress(`  ${server}: ${Math.round(requestsPerSecond.median)} a second`)
      }
      rows.push(...measured)
    }
    return rows
  } finally {
    await servers.stop()
  }
}

const health = { method: 'GET', path: '/api/health', headers: { origin }, status: 200 } as const
const denied = { ...health, headers: { origin: 'https://evil.example' } } as const
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

function scenariosOf({ own, logging, workers, peers, next }: Servers): readonly Scenario[] {
  const all = [[ours, own.port] as const, [withLog, logging.port] as const, ...peers]
  const toEach = (load: Omit<Load, 'port'>, statusOf: (server: string) => number): Candidate[] =>
    all.map(([server, port]) => ({ ...load, server, port, status: statusOf(server) }))
  const toRecipe = { server: recipe, port: next } as const
  const bare = { server: bareRoute, port: next } as const
  const signedIn = ({ cookie }: { cookie: string }) => ({
    ...health,
    path: `/api/users/${demoAccount.username}`,
    headers: { origin, cookie },
  })
  const byWorkers = (load: (own: { cookie: string }) => Omit<Load, 'port'>): Candidate[] =>
    workers.map((worker, index) => ({ ...load(worker), server: `WORKERS=${index + 1}`, port: worker.port }))
  const scenarios: Scenario[] = [
    ['preflight', [...toEach(preflight, () => 204), { ...preflight, ...toRecipe, status: 200 }]],
    [
      'denied origin',
      // The peers answer a denied origin as any other, without the header that shares the answer.
      [
        ...toEach(denied, (server) =>
          server === ours || server === withLog || server === 'node:http' ? 403 : 200,
        ),
        { ...denied, ...toRecipe },
      ],
    ],
    [
      'read',
      [
        ...toEach(health, () => 200),
        { ...health, ...toRecipe },
        { ...health, ...bare, path: '/plain/health' },
      ],
    ],
    [
      'signed-in read',
      [
        { ...signedIn(own), server: ours, port: own.port },
        { ...health, ...bare, path: '/plain/profile' },
      ],
    ],
    ['read, PostgreSQL', byWorkers(() => health)],
    ['signed-in read, PostgreSQL', byWorkers(signedIn)],
  ]
  return scenarios.filter(([, candidates]) => candidates.length > 0)
}

async function measureScenario(
  [scenario, candidates]: Scenario,
  progress: (line: string) => void,
): Promise<RequestRow[]> {
  const measured = candidates.map((candidate) => ({
    candidate,
    perSecond: [] as number[],
    p50: [] as number[],
    p99: [] as number[],
  }))
  progress(`${scenario}: warming up`)
  for (const candidate of candidates) await run(candidate, connections, warmUpMs)
  for (let round = 1; round <= rounds; round++) {
    progress(`${scenario}: round ${round} of ${rounds}`)
    for (const { candidate, perSecond, p50, p99 } of measured) {
      const { latenciesMs, perSecond: now } = await run(candidate, connections, roundMs)
      const quantile = (q: number) => latenciesMs[Math.floor(q * (latenciesMs.length - 1))] ?? Number.NaN
      perSecond.push(now)
      p50.push(quantile(0.5))
      p99.push(quantile(0.99))
    }
  }
  const [first] = measured
  return measured.map((one) => ({
    scenario,
    server: one.candidate.server,
    requestsPerSecond: spreadOf(one.perSecond),
    p50Ms: spreadOf(one.p50),
    p99Ms: spreadOf(one.p99),
    firstToThis: first && one !== first ? ratioOf(first.perSecond, one.perSecond) : null,
  }))
}
