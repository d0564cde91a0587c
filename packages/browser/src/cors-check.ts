import { departs } from './differences.ts'
import { getHeader, valuesOf, withoutEmptyDuplicates } from './header-list.ts'
import type { CredentialsMode, Engine, Evidence, HeaderList, Reason } from './types.ts'

/** Says why a check failed, and what it rests on. */
export interface Failure {
  readonly reason: Reason
  readonly step: string
  readonly evidence: Evidence
}

/** Describes what the CORS check looks at. */
export interface CorsCheckInput {
  /** The request's origin as sent: the page's, or `null` after a redirect from one foreign origin to another. */
  readonly origin: string
  readonly credentials: CredentialsMode
  readonly headers: HeaderList
  /** Tells whether `origin` is `null` because of a redirect. */
  readonly tainted: boolean
  readonly engine?: Engine
}

const step = 'Fetch §4.10 CORS check'

/** "CORS check" (Fetch §4.10): null when the answer lets the origin in, else why not. */
export function corsCheck(input: CorsCheckInput): Failure | null {
  const { origin, credentials, tainted, engine = 'standard' } = input
  const dropsEmpty = departs(engine, 'empty-duplicates-dropped')
  const headers = dropsEmpty ? withoutEmptyDuplicates(input.headers) : input.headers
  const header = 'Access-Control-Allow-Origin'
  const value = getHeader(headers, header)
  const failed = (reason: Reason): Failure => ({
    reason,
    step,
    evidence: { header, value, expected: origin },
  })
  if (value === null) return failed('allow-origin-missing')
  const lines = input.headers.filter(([name]) => name === header).length
  if (dropsEmpty && lines > 1) return failed('allow-origin-multiple')
  if (credentials !== 'include' && value === '*') return null
  if (value !== origin) {
    if (value === '*') return failed('allow-origin-wildcard-with-credentials')
    if (valuesOf(headers, header).length > 1 || /[, ]/.test(value)) return failed('allow-origin-multiple')
    return failed(tainted ? 'allow-origin-not-null-after-redirect' : 'allow-origin-mismatch')
  }
  return credentials === 'include' ? credentialsCheck(headers) : null
}

/** The last steps of the CORS check: `true`, in these four lower-case letters. */
function credentialsCheck(headers: HeaderList): Failure | null {
  const header = 'Access-Control-Allow-Credentials'
  const value = getHeader(headers, header)
  if (value === 'true') return null
  const reason = value === null ? 'allow-credentials-missing' : 'allow-credentials-not-true'
  return { reason, step, evidence: { header, value, expected: 'true' } }
}
