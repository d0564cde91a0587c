/** The median of all rounds, and the quartiles as its spread. */
export interface Spread {
  readonly median: number
  readonly p25: number
  readonly p75: number
}

/** Nanoseconds per operation, one value for each round. */
export type Samples = readonly number[]

/** One thing to measure: `run` does it `times` times. */
export interface Candidate {
  readonly name: string
  readonly run: (times: number) => Promise<void> | void
}

const ROUNDS = 31
/** Rounds that are run and forgotten: by then every engine is compiled, knowing all the others. */
const WARM_UP_ROUNDS = 20
const ROUND_MS = 2
const WARM_UP_MS = 60

/**
 * Measures candidates side by side: each round runs every one of them for about 2 ms, so that whatever else the
 * machine does meets all of them alike.
 */
export async function measure(candidates: readonly Candidate[]): Promise<ReadonlyMap<string, Samples>> {
  const samples = new Map<string, number[]>()
  const batches = new Map<string, number>()
  for (const candidate of candidates) {
    samples.set(candidate.name, [])
    batches.set(candidate.name, await batchSize(candidate))
  }
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    for (const { name, run } of candidates) {
      const times = batches.get(name) ?? 1
      const start = process.hrtime.bigint()
      await run(times)
      const nanoseconds = Number(process.hrtime.bigint() - start)
      if (round >= 0) samples.get(name)?.push(nanoseconds / times)
    }
  }
  return samples
}

/** Warms the candidate up and returns how often it runs in one round. */
async function batchSize({ run }: Candidate): Promise<number> {
  let times = 1
  const begin = performance.now()
  for (;;) {
    const start = performance.now()
    await run(times)
    const end = performance.now()
    if (end - begin >= WARM_UP_MS && end - start >= ROUND_MS / 4) {
      return Math.max(1, Math.round((times * ROUND_MS) / (end - start)))
    }
    if (end - start < ROUND_MS) times *= 2
  }
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const quantile = (q: number): number => sorted[Math.round(q * (sorted.length - 1))] ?? Number.NaN
  return { median: quantile(0.5), p25: quantile(0.25), p75: quantile(0.75) }
}

/** Says how many times one takes what the other takes, round by round, so that a busy moment of the machine cancels out. */
export function ratioOf(samples: Samples, base: Samples): Spread {
  return spreadOf(samples.map((value, round) => value / (base[round] ?? Number.NaN)))
}
