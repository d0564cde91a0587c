import type { Failure } from './cors-check.ts'
import { departs } from './differences.ts'
import { combineDuplicates, isHeaderValue, isToken, normalizeValue, valuesOf } from './header-list.ts'
import { isForbiddenMethod, isMethod, isSafelistedMethod, normalizeMethod } from './method.ts'
import { parseUrl } from './origin.ts'
import type { Hop } from './redirect.ts'
import { isForbiddenRequestHeader, isNoCorsSafelistedRequestHeader } from './request-header.ts'
import type { CredentialsMode, Engine, FetchRequest, Reason } from './types.ts'

const step = 'Fetch §5.4 Request class'

/** A request as it stands before main fetch. */
export interface Prepared {
  readonly mode: 'cors' | 'no-cors' | 'same-origin'
  readonly credentials: CredentialsMode
  readonly origin: string
  readonly redirect: NonNullable<FetchRequest['redirect']>
  readonly embedderPolicy: NonNullable<FetchRequest['embedderPolicy']>
  readonly element: FetchRequest['element'] | null
  readonly hop: Hop
}

/** The `Request` constructor (Fetch §5.4): what throws there, and what is normalised there. */
export function prepare(request: FetchRequest, engine: Engine): Prepared | Failure {
  const { mode = 'cors', credentials = 'same-origin', origin, method: written = 'GET', body } = request
  const url = parseUrl(request.url)
  const constructing = (
    reason: Reason,
    value: string,
    expected: string,
    header: string | null = null,
  ): Failure => ({
    reason,
    step,
    evidence: { header, value, expected },
  })
  if (url === null) return constructing('invalid-url', request.url, 'an absolute URL')
  if (url.username !== '' || url.password !== '') {
    return constructing('url-with-credentials', url.href, 'a URL without user name and password')
  }
  if (!isMethod(written)) return constructing('invalid-method', written, 'a token')
  if (isForbiddenMethod(written))
    return constructing('forbidden-method', written, 'not CONNECT, TRACE or TRACK')
  const method = normalizeMethod(written)
  if (mode === 'no-cors' && !isSafelistedMethod(method)) {
    return constructing('method-needs-cors', method, 'GET, HEAD or POST')
  }
  const headers: [string, string][] = []
  for (const [name, raw] of request.headers ?? []) {
    const value = normalizeValue(raw)
    if (!isToken(name) || !isHeaderValue(value)) {
      return constructing(
        'invalid-header',
        value,
        'a token as name; a value of bytes without NUL, CR or LF',
        name,
      )
    }
    // The value as it would stand with what was given before (Fetch §5.1, "append"): the sum has to be safelisted.
    const combined = [...valuesOf(headers, name), value].join(', ')
    const isKept = mode !== 'no-cors' || isNoCorsSafelistedRequestHeader(name, combined, engine)
    if (isKept && !isForbiddenRequestHeader(name, value, engine)) headers.push([name, value])
  }
  if (body !== undefined && (method === 'GET' || method === 'HEAD')) {
    return constructing('body-on-get-or-head', method, 'a method that may have a body')
  }
  if (body?.type && !headers.some(([name]) => name.toLowerCase() === 'content-type')) {
    headers.push(['Content-Type', body.type])
  }
  const kept = departs(engine, 'request-headers-combined') ? combineDuplicates(headers) : headers
  return {
    mode,
    credentials,
    origin,
    redirect: request.redirect ?? 'follow',
    embedderPolicy: request.embedderPolicy ?? 'unsafe-none',
    element: request.element ?? null,
    hop: { method, headers: kept, asked: kept, original: kept, hasBody: body !== undefined, urls: [url] },
  }
}
