import type { VariantName } from './types.ts'

/** Says where the scripted answers are. The middleware lets this path, and no other, past the gate. */
const exchangePath = '/api/lab/exchange/'

/** A run: one time that one reader performs one variant of one scenario. */
export interface RunAddress {
  readonly scenario: string
  readonly variant: VariantName
  /** 16 random hexadecimal digits. */
  readonly run: string
}

export function stepPath({ scenario, variant, run }: RunAddress, step: string): string {
  return `${exchangePath}${scenario}/${variant}/${run}/${step}`
}

export function isRunId(text: string): boolean {
  return /^[0-9a-f]{16}$/.test(text)
}

/** Unguessable, so that nobody reads another's transcript. */
export function newRunId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
