import { departs } from './differences.ts'
import { extractTokens, withoutEmptyDuplicates } from './header-list.ts'
import type { CredentialsMode, Engine, HeaderList } from './types.ts'

const safelisted = new Set([
  'cache-control',
  'content-language',
  'content-length',
  'content-type',
  'expires',
  'last-modified',
  'pragma',
])
const single = new Set(['content-disposition', 'content-length'])
const forbidden = new Set(['set-cookie', 'set-cookie2'])

/** Tells whether any page may read the header of a cross-origin answer (Fetch §2.2.2, "CORS-safelisted response-header name"). */
export function isSafelistedResponseHeader(name: string): boolean {
  return safelisted.has(name.toLowerCase())
}

/** The headers of a same-origin answer that a page can read: all but the forbidden ones (Fetch §2.2.6, "basic filtered response"). */
export function basicFilteredHeaders(headers: HeaderList, engine: Engine = 'standard'): HeaderList {
  const isUtf8 = departs(engine, 'header-bytes-are-utf-8')
  const filled = departs(engine, 'empty-duplicates-dropped') ? withoutEmptyDuplicates(headers) : headers
  const read = departs(engine, 'identical-lines-read-once') ? withoutRepeats(filled) : filled
  return read
    .map(([name, value]): [string, string] => [name.toLowerCase(), isUtf8 ? asUtf8(value) : value])
    .filter(([name]) => !forbidden.has(name))
}

/**
 * The headers of a cross-origin answer that a page can read: the safelisted ones and those that
 * `Access-Control-Expose-Headers` names (Fetch §2.2.6, "CORS filtered response", and §4.1 main fetch). `*` counts only
 * without credentials.
 */
export function corsFilteredHeaders(
  headers: HeaderList,
  credentials: CredentialsMode,
  engine: Engine = 'standard',
): HeaderList {
  const listed = extractTokens(headers, 'access-control-expose-headers')
  const exposed = listed === null || listed === 'malformed' ? [] : listed.map((name) => name.toLowerCase())
  const exposesAll = credentials !== 'include' && exposed.includes('*')
  return basicFilteredHeaders(headers, engine).filter(
    ([name]) => exposesAll || safelisted.has(name) || exposed.includes(name),
  )
}

/** The lines without the repetitions of those headers of which an answer may have one. */
function withoutRepeats(headers: HeaderList): HeaderList {
  const seen = new Set<string>()
  return headers.filter(([name]) => {
    const lower = name.toLowerCase()
    const isRepeated = seen.has(lower)
    if (single.has(lower)) seen.add(lower)
    return !isRepeated
  })
}

function asUtf8(value: string): string {
  const text = new TextDecoder().decode(Uint8Array.from(value, (character) => character.charCodeAt(0)))
  // One character at a time: as arguments of one call, the bytes of a long header overflow the stack.
  let bytes = ''
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte)
  return bytes
}
