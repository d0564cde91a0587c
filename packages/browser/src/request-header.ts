import { departs } from './differences.ts'
import { isToken } from './header-list.ts'
import { isForbiddenMethod } from './method.ts'
import type { Engine, HeaderList } from './types.ts'

const forbiddenNames = new Set([
  'accept-charset',
  'accept-encoding',
  'access-control-request-headers',
  'access-control-request-method',
  'connection',
  'content-length',
  'cookie',
  'cookie2',
  'date',
  'dnt',
  'expect',
  'host',
  'keep-alive',
  'origin',
  'referer',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
])
const methodOverrides = new Set(['x-http-method', 'x-http-method-override', 'x-method-override'])
const safelistedTypes = new Set(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'])

/** The longest value of a safelisted header, in bytes (Fetch §2.2.2). */
export const SAFELISTED_VALUE_LIMIT = 128
/** The most that the values of all safelisted headers may have together, in bytes (Fetch §2.2.2). */
export const SAFELISTED_TOTAL_LIMIT = 1024

/** Tells whether `fetch()` silently leaves the header out, because it is the browser's own (Fetch §2.2.2, "forbidden request-header"). */
export function isForbiddenRequestHeader(name: string, value: string, engine: Engine = 'standard'): boolean {
  const lower = name.toLowerCase()
  if (lower === 'user-agent') return departs(engine, 'user-agent-forbidden')
  if (forbiddenNames.has(lower) || lower.startsWith('proxy-') || lower.startsWith('sec-')) return true
  return methodOverrides.has(lower) && value.split(',').some((method) => isForbiddenMethod(method.trim()))
}

/** Tells whether a value has a "CORS-unsafe request-header byte" (Fetch §2.2.2): controls except tab, DEL, and `"():<>?@[\]{}`. */
export function hasUnsafeByte(value: string, engine: Engine = 'standard'): boolean {
  if (departs(engine, 'bytes-above-7f-unsafe') && /[^\0-\x7f]/.test(value)) return true
  for (const character of value) {
    const code = character.charCodeAt(0)
    if ((code < 0x20 && code !== 0x09) || code === 0x7f || '"():<>?@[\\]{}'.includes(character)) return true
  }
  return false
}

/** Tells whether one header goes without a preflight (Fetch §2.2.2, "CORS-safelisted request-header"). */
export function isSafelistedRequestHeader(name: string, value: string, engine: Engine = 'standard'): boolean {
  if (value.length > SAFELISTED_VALUE_LIMIT) return false
  switch (name.toLowerCase()) {
    case 'accept':
      return !hasUnsafeByte(value, engine)
    case 'accept-language':
    case 'content-language':
      return /^[0-9A-Za-z *,\-.;=]*$/.test(value)
    case 'content-type':
      return !hasUnsafeByte(value, engine) && isSafelistedType(value, engine)
    case 'range':
      return isSimpleRange(value, engine)
    default:
      return (
        departs(engine, 'client-hints-safelisted') &&
        clientHints.get(name.toLowerCase())?.test(value) === true
      )
  }
}

/**
 * "CORS-unsafe request-header names" (Fetch §2.2.2): the names that make a request ask first, in lower case, sorted,
 * without duplicates. When the safelisted ones are too long together, they are among them.
 */
export function unsafeRequestHeaderNames(headers: HeaderList, engine: Engine = 'standard'): string[] {
  return [...new Set(unsafeLines(headers, engine))]
}

/** The names that a preflight asks for (Fetch §4.8, step 5): the same, but for an engine that names every line. */
export function askedRequestHeaderNames(headers: HeaderList, engine: Engine): string[] {
  return departs(engine, 'headers-asked-once-a-line')
    ? unsafeLines(headers, engine)
    : unsafeRequestHeaderNames(headers, engine)
}

/** The name of every line that makes a request ask first, sorted. */
function unsafeLines(headers: HeaderList, engine: Engine): string[] {
  const unsafe: string[] = []
  const potentiallyUnsafe: string[] = []
  let safelistedSize = 0
  for (const [name, value] of headers) {
    if (isSafelistedRequestHeader(name, value, engine)) {
      potentiallyUnsafe.push(name.toLowerCase())
      safelistedSize += value.length
    } else {
      unsafe.push(name.toLowerCase())
    }
  }
  if (safelistedSize > SAFELISTED_TOTAL_LIMIT) unsafe.push(...potentiallyUnsafe)
  return unsafe.sort()
}

/** Tells whether the header is a client hint that a redirect to a foreign origin drops; in the standard none is. */
export function isHintDroppedByRedirect(name: string, engine: Engine): boolean {
  const lower = name.toLowerCase()
  return departs(engine, 'client-hints-safelisted') && clientHints.has(lower) && lower !== 'save-data'
}

/** Tells whether `*` in a preflight's answer does not cover the header (Fetch §2.2.2, "CORS non-wildcard request-header name"). */
export function isNonWildcardRequestHeader(name: string): boolean {
  return name.toLowerCase() === 'authorization'
}

/** Tells whether a request in `no-cors` mode keeps the header (Fetch §2.2.2, "no-CORS-safelisted request-header"). */
export function isNoCorsSafelistedRequestHeader(
  name: string,
  value: string,
  engine: Engine = 'standard',
): boolean {
  return name.toLowerCase() !== 'range' && isSafelistedRequestHeader(name, value, engine)
}

/** Tells whether the header describes a body and goes when a redirect drops the body (Fetch §2.2.2, "request-body-header name"). */
export function isRequestBodyHeader(name: string): boolean {
  return ['content-encoding', 'content-language', 'content-location', 'content-type'].includes(
    name.toLowerCase(),
  )
}

/** The `type/subtype` of a MIME type in lower case (MIME Sniffing §4.4, "parse a MIME type"); null when it is none. */
export function mimeEssence(value: string): string | null {
  const [essence = ''] = value.replace(/^[\t\n\r ]+/, '').split(';', 1)
  const slash = essence.indexOf('/')
  if (slash === -1) return null
  const type = essence.slice(0, slash)
  const subtype = essence.slice(slash + 1).replace(/[\t\n\r ]+$/, '')
  return isToken(type) && isToken(subtype) ? `${type}/${subtype}`.toLowerCase() : null
}

/** The client hints that Chromium safelists, and what their values look like. */
const clientHints: ReadonlyMap<string, RegExp> = new Map([
  ['device-memory', /^\d*\.?\d+$/],
  ['dpr', /^\d*\.?\d+$/],
  ['downlink', /^\d*\.?\d+$/],
  ['width', /^\d+$/],
  ['viewport-width', /^\d+$/],
  ['rtt', /^\d+$/],
  ['ect', /^(slow-2g|[234]g)$/],
  ['save-data', /^on$/i],
])

function isSafelistedType(value: string, engine: Engine): boolean {
  if (departs(engine, 'content-type-of-one-part') && /,|;.*;$/.test(value)) return false
  return safelistedTypes.has(mimeEssence(value) ?? '')
}

/** Tells whether the value is one range with a start, and no whitespace (Fetch §2.2.2, "parse a single range header value"). */
function isSimpleRange(value: string, engine: Engine): boolean {
  const match = /^(bytes)=(\+?)(\d+)-(\+(?=\d))?(\d*)$/i.exec(value)
  if (match === null) return false
  const [, unit, startSign = '', start = '', endSign = '', end = ''] = match
  if (unit !== 'bytes' && !departs(engine, 'range-unit-in-any-case')) return false
  if (startSign + endSign !== '' && !departs(engine, 'range-positions-with-plus')) return false
  const first = BigInt(start)
  const last = end === '' ? first : BigInt(end)
  if (departs(engine, 'range-below-2-to-64') && last >= 2n ** 64n) return false
  if (departs(engine, 'range-below-2-to-63') && last >= 2n ** 63n - 1n) return false
  return first <= last
}
