import { departs } from './differences.ts'
import { extractTokens, getHeader } from './header-list.ts'
import { isSafelistedMethod } from './method.ts'
import { isNonWildcardRequestHeader, unsafeRequestHeaderNames } from './request-header.ts'
import type { BrowserEngine, CredentialsMode, Engine, HeaderList } from './types.ts'

/** The longest time that each engine remembers a preflight's answer, in seconds. */
const longestAge: Readonly<Record<BrowserEngine, number>> = { chromium: 7200, firefox: 86_400, webkit: 600 }
/** Says how long browsers remember it when the answer does not say (Fetch §4.8, step 7.9). */
const DEFAULT_AGE = 5

/**
 * Returns for how many seconds a browser asks no preflight again.
 * @param headers those of the preflight's answer
 */
export function preflightMaxAge(headers: HeaderList, engine: Engine = 'standard'): number {
  const value = getHeader(headers, 'access-control-max-age')
  // Every browser takes a negative number for "never", although the standard knows none.
  const seconds = value !== null && /^-?\d+$/.test(value) ? Math.max(0, Number(value)) : DEFAULT_AGE
  return engine === 'standard' || engine === 'consensus' ? seconds : Math.min(seconds, longestAge[engine])
}

/** One request, as far as the cache tells requests apart. */
export interface CachedRequest {
  readonly origin: string
  readonly url: string
  readonly method: string
  readonly headers: HeaderList
  readonly credentials: CredentialsMode
}

interface Entry {
  readonly origin: string
  readonly url: string
  readonly credentials: boolean
  /** `method PUT` or `header x-thing`. */
  readonly permission: string
  /** In seconds, of the clock. */
  expires: number
}

/** Keeps what a browser remembers of the answers to preflights (Fetch §4.9, "CORS-preflight cache"). */
export interface PreflightCache {
  /** Tells whether a request may go without asking again. */
  covers(request: CachedRequest): boolean
  /** Remembers the answer to a preflight that succeeded. */
  store(request: CachedRequest, answer: HeaderList): void
}

/**
 * Makes an empty cache.
 * @param clock returns the time, in seconds
 */
export function createPreflightCache(clock: () => number, engine: Engine = 'standard'): PreflightCache {
  let entries: Entry[] = []
  const has = ({ credentials, origin, url }: CachedRequest, permissions: readonly string[]): boolean =>
    entries.some(
      (entry) =>
        entry.expires > clock() &&
        entry.origin === origin &&
        entry.url === url &&
        (entry.credentials || credentials !== 'include') &&
        permissions.includes(entry.permission),
    )
  const coversHeader = (request: CachedRequest, name: string): boolean => {
    const isNamed = isNonWildcardRequestHeader(name) && !departs(engine, 'wildcard-covers-authorization')
    return has(request, isNamed ? [`header ${name}`] : [`header ${name}`, 'header *'])
  }
  return {
    covers(request) {
      const { headers, method } = request
      const isMethodCovered = isSafelistedMethod(method) || has(request, [`method ${method}`, 'method *'])
      const names = unsafeRequestHeaderNames(headers, engine)
      return isMethodCovered && names.every((name) => coversHeader(request, name))
    },
    store(request, answer) {
      const { credentials, origin, url } = request
      const expires = clock() + preflightMaxAge(answer, engine)
      const permissions = permissionsOf(answer)
      const key = { origin, url, credentials: credentials === 'include' }
      const isRenewed = (entry: Entry): boolean =>
        entry.origin === origin &&
        entry.url === url &&
        entry.credentials === key.credentials &&
        permissions.includes(entry.permission)
      entries = [
        ...entries.filter((entry) => !isRenewed(entry)),
        ...permissions.map((permission) => ({ ...key, permission, expires })),
      ]
    },
  }
}

function permissionsOf(answer: HeaderList): string[] {
  const listed = (name: string): readonly string[] => {
    const tokens = extractTokens(answer, name)
    return tokens === 'malformed' || tokens === null ? [] : tokens
  }
  return [
    ...listed('access-control-allow-methods').map((method) => `method ${method}`),
    ...listed('access-control-allow-headers').map((name) => `header ${name.toLowerCase()}`),
  ]
}
