import { type HeaderList, type PreflightCause, preflightCauses } from '@next-cross-origin/browser'

/** Describes what a page may know about one finished call, as the product's client reports it. */
export interface Exchange {
  readonly method: string
  readonly path: string
  /** Absolute: the browser's own timing of the call is found by it. */
  readonly url: string
  /** The headers that the page set; the browser adds its own. */
  readonly sent: HeaderList
  /** The headers of the answer that the page may read; null when there was no answer to read. */
  readonly readable: HeaderList | null
  readonly status: number | null
  readonly requestId: string | null
  /** Says when the call began, on the clock of `performance.now()`. */
  readonly startedAtMs: number
  readonly durationMs: number
}

/** The last calls that this page made, newest first: a small store that components subscribe to. */
export interface Wire {
  record: (exchange: Exchange) => void
  subscribe: (listener: () => void) => () => void
  recent: () => readonly RecordedExchange[]
}

export interface RecordedExchange extends Exchange {
  /** Counts up from 1 for as long as the page lives. */
  number: number
  /** Tells whether the Fetch standard makes the browser ask with `OPTIONS` first, or reuse a remembered answer. */
  readonly preflight: boolean
  readonly preflightCauses: readonly PreflightCause[]
}

const KEPT = 12

function createWire(): Wire {
  let exchanges: readonly RecordedExchange[] = []
  let count = 0
  const listeners = new Set<() => void>()
  return {
    record(exchange) {
      count += 1
      const causes = preflightCauses(exchange.method, exchange.sent)
      const recorded = { ...exchange, number: count, preflight: causes.length > 0, preflightCauses: causes }
      exchanges = [recorded, ...exchanges].slice(0, KEPT)
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    recent: () => exchanges,
  }
}

/** Keeps the calls of this page: the client reports them, the panel shows them. */
export const wire = createWire()
