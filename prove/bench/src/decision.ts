import { type Candidate, measure, ratioOf, type Samples, type Spread, spreadOf } from './measure.ts'
import { type BenchRequest, benchRequest, type Engine, express, fastify, hono, ours } from './peers.ts'

export type Scenario = 'allowed' | 'denied' | 'preflight' | 'hostile header list'

/** One line of the table: one engine in one scenario with an allowlist of one size. */
export interface Row {
  readonly scenario: Scenario
  readonly origins: number
  readonly engine: string
  readonly nanoseconds: Spread
  /** This engine's time over ours, in the same scenario at the same size: how many times faster ours is. */
  readonly toOurs: Spread
  /** This engine's time over its own at the smallest size: what the length of the allowlist costs. */
  readonly toSmallest: Spread
}

const SIZES = [2, 1_000, 100_000] as const

/**
 * Says how many requests of different origins call in turn, spread evenly over the allowlist. Several, because a hash table
 * finds one entry sooner than another, by chance; few, so that the sizes differ in what is configured and not in how many
 * requests compete for the processor's cache.
 */
const CALLERS = 8

const OURS = 'packages/cors'
const ENGINES: Readonly<Record<string, (origins: readonly string[]) => Engine>> = {
  [OURS]: (origins) => ours(origins, 'node'),
  [`${OURS}, Headers`]: (origins) => ours(origins, 'fetch'),
  'cors, list': (origins) => express(origins, 'list'),
  'cors, Set': (origins) => express(origins, 'set'),
  '@fastify/cors, list': (origins) => fastify(origins, 'list'),
  '@fastify/cors, Set': (origins) => fastify(origins, 'set'),
  'hono/cors, list': (origins) => hono(origins, 'list'),
  'hono/cors, Set': (origins) => hono(origins, 'set'),
}

const originsOf = (size: number): string[] =>
  Array.from({ length: size }, (_, index) => `https://tenant-${index}.example.com`)

const HOSTILE_HEADER_LIST = 'x-a,'.repeat(4_096)

const SCENARIOS: Readonly<Record<Scenario, (origin: string) => BenchRequest>> = {
  allowed: (origin) => benchRequest('GET', { origin }),
  denied: (origin) => benchRequest('GET', { origin: origin.replace('.com', '.net') }),
  preflight: (origin) =>
    benchRequest('OPTIONS', {
      origin,
      'access-control-request-method': 'PATCH',
      'access-control-request-headers': 'content-type,x-request-id',
    }),
  'hostile header list': (origin) =>
    benchRequest('OPTIONS', {
      origin,
      'access-control-request-method': 'PATCH',
      'access-control-request-headers': HOSTILE_HEADER_LIST,
    }),
}

/**
 * Times one decision, until the headers of the answer are in memory, for us and for the peers on the same requests.
 * The peers run without their servers, over fakes that hold no more than they use, and with the options their documentation recommends.
 */
export async function benchDecisions(): Promise<Row[]> {
  const rows: Row[] = []
  for (const scenario of Object.keys(SCENARIOS) as Scenario[]) {
    // Engine by engine and all sizes in one go, so that what is compared is measured within milliseconds of each other.
    const candidates = Object.keys(ENGINES).flatMap((engine) =>
      SIZES.map((size) => candidateFor(scenario, engine, size)),
    )
    const measured = await measure(candidates)
    for (const size of SIZES) {
      for (const engine of Object.keys(ENGINES)) {
        const samples = samplesOf(measured, engine, size)
        rows.push({
          scenario,
          origins: size,
          engine,
          nanoseconds: spreadOf(samples),
          toOurs: ratioOf(samples, samplesOf(measured, OURS, size)),
          toSmallest: ratioOf(samples, samplesOf(measured, engine, SIZES[0])),
        })
      }
    }
  }
  return rows
}

const keyOf = (engine: string, size: number): string => `${engine} at ${size}`

function samplesOf(measured: ReadonlyMap<string, Samples>, engine: string, size: number): Samples {
  const samples = measured.get(keyOf(engine, size))
  if (samples === undefined) throw new Error(`${keyOf(engine, size)} was not measured`)
  return samples
}

function candidateFor(scenario: Scenario, engine: string, size: number): Candidate {
  const origins = originsOf(size)
  const requests = Array.from({ length: CALLERS }, (_, index) =>
    SCENARIOS[scenario](origins[Math.floor(((index + 0.5) * size) / CALLERS)] ?? ''),
  )
  const build = ENGINES[engine]
  if (build === undefined) throw new Error(`there is no engine ${engine}`)
  return { name: keyOf(engine, size), run: repeat(build(origins), requests) }
}

/** Runs an engine over the callers in turn; waits only for engines that answer with a promise. */
function repeat(engine: Engine, requests: readonly BenchRequest[]): Candidate['run'] {
  return async (times) => {
    for (let left = times; left > 0; ) {
      for (let index = 0; index < requests.length && left > 0; index++, left--) {
        const request = requests[index]
        if (request === undefined) continue
        const answer = engine(request)
        if (answer instanceof Promise) await answer
      }
    }
  }
}
