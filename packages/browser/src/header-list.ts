import type { HeaderList } from './types.ts'

const tokenPattern = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

/** Tells whether the text is a `token` (RFC 9110 §5.6.2): what methods and header names are made of. */
export function isToken(text: string): boolean {
  return tokenPattern.test(text)
}

/**
 * Strips whitespace, by default tab and space, from both ends. A loop, because a regular expression for the end of a text
 * tries every run of whitespace in it, and a hostile server can send long ones.
 */
export function stripWhitespace(value: string, whitespace = '\t '): string {
  let start = 0
  let end = value.length
  while (start < end && whitespace.includes(value.charAt(start))) start++
  while (end > start && whitespace.includes(value.charAt(end - 1))) end--
  return value.slice(start, end)
}

/** Strips HTTP whitespace (tab, LF, CR, space) from both ends: normalising a header value (Fetch §2.2.2). */
export function normalizeValue(value: string): string {
  return stripWhitespace(value, '\t\n\r ')
}

/** Tells whether a normalised value may stand in a header (Fetch §2.2.2): bytes only, no NUL, CR or LF. */
export function isHeaderValue(value: string): boolean {
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index)
    if (code === 0 || code === 10 || code === 13 || code > 255) return false
  }
  return true
}

/** Every value of a header, in order. Names match without regard to case. */
export function valuesOf(headers: HeaderList, name: string): string[] {
  const wanted = name.toLowerCase()
  return headers.filter(([candidate]) => candidate.toLowerCase() === wanted).map(([, value]) => value)
}

/** "Get" (Fetch §2.2.2): the values of a header joined with `, `; null when it is absent. */
export function getHeader(headers: HeaderList, name: string): string | null {
  const values = valuesOf(headers, name)
  return values.length === 0 ? null : values.join(', ')
}

/** The lines with all values of one name in one, at the place and with the spelling of the first. */
export function combineDuplicates(headers: HeaderList): HeaderList {
  const lines = new Map<string, [name: string, value: string]>()
  for (const [name, value] of headers) {
    const line = lines.get(name.toLowerCase())
    if (line === undefined) lines.set(name.toLowerCase(), [name, value])
    else line[1] += `, ${value}`
  }
  return [...lines.values()]
}

/** The lines without the empty values that stand beside others of the same name. */
export function withoutEmptyDuplicates(headers: HeaderList): HeaderList {
  const filled = new Set(headers.filter(([, value]) => value !== '').map(([name]) => name.toLowerCase()))
  return headers.filter(([name, value]) => value !== '' || !filled.has(name.toLowerCase()))
}

/**
 * "Extracting header list values" (Fetch §2.2.2) for a header whose grammar is `#token` (RFC 9110 §5.6.1): the tokens,
 * null when the header is absent, `malformed` when a member is no token. Empty members are allowed and dropped.
 */
export function extractTokens(headers: HeaderList, name: string): string[] | null | 'malformed' {
  const values = valuesOf(headers, name)
  if (values.length === 0) return null
  const members = values
    .flatMap((value) => value.split(','))
    .map((member) => stripWhitespace(member))
    .filter((member) => member !== '')
  return members.every(isToken) ? members : 'malformed'
}
