import { type FetchRequest, getHeader, normalizeMethod } from '@next-cross-origin/browser'
import type { Exchange } from './exchange.ts'

/** Describes what a server is asked to allow. */
export interface Asked {
  readonly method: string
  /** In lower case, each once. */
  readonly headerNames: readonly string[]
}

/**
 * Returns what the doctor's last preflight asked for: that, and not what some other browser would ask, is what the answer has to
 * name. Without a preflight, no header has to be named.
 */
export function askedOf(request: FetchRequest, exchanges: readonly Exchange[]): Asked {
  const preflights = exchanges.filter(({ purpose }) => purpose === 'preflight')
  const headers = preflights.at(-1)?.request.headers ?? []
  const names = getHeader(headers, 'access-control-request-headers') ?? ''
  return {
    method: getHeader(headers, 'access-control-request-method') ?? normalizeMethod(request.method ?? 'GET'),
    headerNames: [...new Set(names.split(',').filter((name) => name !== ''))],
  }
}
