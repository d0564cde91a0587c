import { isToken } from './header-list.ts'

const normalized = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'])
const forbidden = new Set(['CONNECT', 'TRACE', 'TRACK'])
const safelisted = new Set(['GET', 'HEAD', 'POST'])

/** Tells whether the text is a method at all (Fetch §2.2.1): a token. */
export function isMethod(method: string): boolean {
  return isToken(method)
}

/** Tells whether `fetch()` refuses the method (Fetch §2.2.1, "forbidden method"), in any letter case. */
export function isForbiddenMethod(method: string): boolean {
  return forbidden.has(method.toUpperCase())
}

/** "Normalize" (Fetch §2.2.1): upper-cases the six methods it knows. `patch` is not one of them and stays `patch`. */
export function normalizeMethod(method: string): string {
  const upper = method.toUpperCase()
  return normalized.has(upper) ? upper : method
}

/** Tells whether a normalised method goes without a preflight (Fetch §2.2.1, "CORS-safelisted method"). */
export function isSafelistedMethod(method: string): boolean {
  return safelisted.has(method)
}
