import type { FilmedExchange } from './film/filmed.ts'

/** One exchange as the API saw and sent it. */
export interface Reported extends FilmedExchange {
  /** Counts up from 1 for as long as the API's process lives. */
  readonly number: number
  readonly requestId: string | null
}

/** Keeps what the API saw and sent of the last exchanges: bounded, in memory, gone with the process. */
export interface Reports {
  add(exchange: Omit<Reported, 'number'>): void
  /** Returns the exchanges, oldest first. */
  all(): readonly Reported[]
}

const kept = 60

export function createReports(): Reports {
  let exchanges: readonly Reported[] = []
  let count = 0
  return {
    add(exchange) {
      count += 1
      exchanges = [...exchanges, { ...exchange, number: count }].slice(-kept)
    },
    all: () => exchanges,
  }
}

/** server.ts and the routes of Next.js each have a copy of this module; the process has one of this. */
const key = Symbol.for('next-cross-origin.lab.reports')
const shared = globalThis as typeof globalThis & { [key]?: Reports }

export function reports(): Reports {
  shared[key] ??= createReports()
  return shared[key]
}
