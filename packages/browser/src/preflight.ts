import { corsCheck, type Failure } from './cors-check.ts'
import { departs } from './differences.ts'
import { extractTokens, getHeader } from './header-list.ts'
import { isSafelistedMethod } from './method.ts'
import {
  askedRequestHeaderNames,
  isNonWildcardRequestHeader,
  unsafeRequestHeaderNames,
} from './request-header.ts'
import type { CredentialsMode, Engine, HeaderList, PreflightCause, Reason } from './types.ts'

const step = 'Fetch §4.8 CORS-preflight fetch'

/** Says why a cross-origin request must ask first (Fetch §4.1, main fetch); empty when it need not. */
export function preflightCauses(
  method: string,
  headers: HeaderList,
  engine: Engine = 'standard',
): PreflightCause[] {
  return [
    ...(isSafelistedMethod(method) ? [] : [{ kind: 'method' as const, method }]),
    ...unsafeRequestHeaderNames(headers, engine).map((name) => ({ kind: 'header' as const, name })),
  ]
}

/** The headers a preflight carries besides `Origin` (Fetch §4.8, steps 2 to 5). */
export function preflightRequestHeaders(
  method: string,
  headers: HeaderList,
  engine: Engine = 'standard',
): HeaderList {
  const names = askedRequestHeaderNames(headers, engine)
  return [
    ['Accept', '*/*'],
    ['Access-Control-Request-Method', method],
    ...(names.length === 0 ? [] : [['Access-Control-Request-Headers', names.join(',')] as const]),
  ]
}

/** Describes what the preflight's checks look at. */
export interface PreflightCheckInput {
  readonly origin: string
  readonly tainted: boolean
  /** Tells whether the preflight goes to the page's own origin, as it can after a redirect. */
  readonly isOwnOrigin?: boolean
  /** Of the request that waits, normalised. */
  readonly method: string
  /** Of the request that waits. */
  readonly headers: HeaderList
  readonly credentials: CredentialsMode
  readonly answer: { readonly status: number; readonly headers: HeaderList }
  readonly engine?: Engine
}

/** The checks of a preflight's answer (Fetch §4.8, steps 7 and 8): null when the request may follow, else why not. */
export function checkPreflight(input: PreflightCheckInput): Failure | null {
  const { answer, credentials } = input
  // The standard asks for both, a good status and the CORS check; where both fail, the status is the cause to mend first.
  if (answer.status < 200 || answer.status > 299) {
    const reason = isRedirectStatus(answer.status) ? 'preflight-redirect' : 'preflight-status'
    return fail(reason, null, String(answer.status), 'a status from 200 to 299')
  }
  const isUnchecked =
    input.isOwnOrigin && departs(input.engine ?? 'standard', 'preflight-origin-never-tainted')
  const corsFailure = isUnchecked ? null : corsCheck({ ...input, headers: answer.headers })
  if (corsFailure !== null) return corsFailure
  const methods = extractTokens(answer.headers, 'access-control-allow-methods')
  const names = extractTokens(answer.headers, 'access-control-allow-headers')
  if (methods === 'malformed')
    return malformed('allow-methods-malformed', 'Access-Control-Allow-Methods', answer.headers)
  if (names === 'malformed')
    return malformed('allow-headers-malformed', 'Access-Control-Allow-Headers', answer.headers)
  return (
    checkMethod(input.method, methods ?? [], credentials, answer.headers) ?? checkHeaders(input, names ?? [])
  )
}

/** Tells whether the status is one that redirects (Fetch §2.2.3, "redirect status"). */
export function isRedirectStatus(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status)
}

function checkMethod(
  method: string,
  allowed: readonly string[],
  credentials: CredentialsMode,
  headers: HeaderList,
): Failure | null {
  if (allowed.includes(method) || isSafelistedMethod(method)) return null
  const isWildcard = allowed.includes('*')
  if (isWildcard && credentials !== 'include') return null
  const header = 'Access-Control-Allow-Methods'
  const reason = isWildcard ? 'method-wildcard-with-credentials' : 'method-not-allowed'
  return fail(reason, header, getHeader(headers, header), method)
}

function checkHeaders(input: PreflightCheckInput, allowed: readonly string[]): Failure | null {
  const { headers: requested, credentials, answer, engine } = input
  const listed = new Set(allowed.map((name) => name.toLowerCase()))
  const isWildcard = listed.has('*')
  const header = 'Access-Control-Allow-Headers'
  const value = getHeader(answer.headers, header)
  for (const name of unsafeRequestHeaderNames(requested, engine)) {
    if (listed.has(name)) continue
    if (!isWildcard) return fail('header-not-allowed', header, value, name)
    if (credentials === 'include') return fail('header-wildcard-with-credentials', header, value, name)
    const isCovered =
      !isNonWildcardRequestHeader(name) || departs(engine ?? 'standard', 'wildcard-covers-authorization')
    if (!isCovered) return fail('authorization-not-listed', header, value, name)
  }
  return null
}

function malformed(reason: Reason, header: string, headers: HeaderList): Failure {
  return fail(reason, header, getHeader(headers, header), 'names separated by commas, each a token')
}

function fail(reason: Reason, header: string | null, value: string | null, expected: string): Failure {
  return { reason, step, evidence: { header, value, expected } }
}
