import type { Facts } from './facts.ts'
import { misspelt } from './near-miss.ts'

/** Says which line of which answer decided. */
export interface Guilty {
  /** Index of the exchange. */
  readonly exchange: number
  /** Index of the header line in its answer; null when the status decided, or when the line that decided is absent. */
  readonly header: number | null
  /** The header that decided, as the standard writes it; null when the status did. */
  readonly name: string | null
  /** Describes what the value has to be to pass, when it is one value. */
  readonly expected: string | null
  /** Says where the value first differs from what is expected, as an index into it; null when they are not to be compared. */
  readonly differsAt: number | null
}

/** Finds the line that decided. */
export function guiltyOf({ exchanges, expected, headers, isTainted, raw, verdict }: Facts): Guilty | null {
  const { evidence, reason, stage } = verdict
  if (evidence === null || exchanges.length === 0 || reason === 'no-response' || stage === 'request')
    return null
  const exchange = exchanges.length - 1
  const name = evidence.header
  if (name === null) return { exchange, header: null, name, expected: null, differsAt: null }
  const near = raw === null ? misspelt(headers, name) : null
  const written = (near ?? name).toLowerCase()
  const indices = headers.flatMap(([each], index) => (each.toLowerCase() === written ? [index] : []))
  const header = (reason === 'allow-origin-multiple' ? indices.at(-1) : indices[0]) ?? null
  const isCompared = raw !== null && reason.startsWith('allow-origin-mismatch') && !isTainted
  return {
    exchange,
    header,
    name,
    expected: isCompared ? expected : null,
    differsAt: isCompared ? firstDifference(raw, expected) : null,
  }
}

function firstDifference(a: string, b: string): number {
  let index = 0
  while (index < a.length && a[index] === b[index]) index++
  return index
}
