import type { HeaderList } from '@next-cross-origin/browser'

/** One exchange as the API saw it. */
export interface Recorded {
  /** The step of the variant that was asked for. */
  readonly step: string
  /** The name by which the API was called. */
  readonly by: 'api' | 'third'
  readonly method: string
  /** The request's headers, names in lower case; of its cookies, only those of this run. */
  readonly headers: HeaderList
  readonly answer: { readonly status: number; readonly headers: HeaderList }
}

/** Describes what the API saw of the runs of the last minute: bounded in every direction, in memory, gone with the process. */
export interface Transcripts {
  record(run: string, exchange: Recorded): void
  /** In the order in which the exchanges happened; empty for a run that is unknown or over. */
  of(run: string): readonly Recorded[]
}

const keptMs = 60_000
const maxRuns = 500
const maxExchanges = 12

export function createTranscripts(now: () => number = Date.now): Transcripts {
  /** In the order in which the runs began, so the first is the oldest. */
  const runs = new Map<string, { endsAt: number; exchanges: Recorded[] }>()
  const forgetOld = () => {
    for (const [run, { endsAt }] of runs) {
      if (endsAt > now() && runs.size <= maxRuns) break
      runs.delete(run)
    }
  }
  return {
    record(run, exchange) {
      const known = runs.get(run)
      if (known === undefined) runs.set(run, { endsAt: now() + keptMs, exchanges: [exchange] })
      else if (known.exchanges.length < maxExchanges) known.exchanges.push(exchange)
      forgetOld()
    },
    of(run) {
      forgetOld()
      return runs.get(run)?.exchanges ?? []
    },
  }
}

/** Each route of Next.js may have its own copy of a module; the process has one of this. */
const key = Symbol.for('next-cross-origin.lab.transcripts')
const shared = globalThis as typeof globalThis & { [key]?: Transcripts }

export function transcripts(): Transcripts {
  shared[key] ??= createTranscripts()
  return shared[key]
}
