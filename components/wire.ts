import type { Exchange } from '@/lib/client'

/** The last calls that this page made, newest first: a small store that components subscribe to. */
export interface Wire {
  record: (exchange: Exchange) => void
  subscribe: (listener: () => void) => () => void
  recent: () => readonly RecordedExchange[]
}

export interface RecordedExchange extends Exchange {
  /** Counts up from 1 for as long as the page lives. */
  number: number
}

const KEPT = 8

export function createWire(): Wire {
  let exchanges: readonly RecordedExchange[] = []
  let count = 0
  const listeners = new Set<() => void>()
  return {
    record(exchange) {
      count += 1
      exchanges = [{ ...exchange, number: count }, ...exchanges].slice(0, KEPT)
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    recent: () => exchanges,
  }
}
