import { departs, type Engine } from '@/lib/browser/index'

/** The head of an HTTP/1 response, as a browser reads it. */
export interface ResponseHead {
  readonly status: number
  readonly statusText: string
  /** In wire order and case, duplicates included; bytes as ISO 8859-1 characters. */
  readonly headers: [name: string, value: string][]
  /** Bytes up to and including the empty line. */
  readonly length: number
}

/** How many bytes of head are read before giving up; browsers stop near here as well. */
export const HEAD_LIMIT_BYTES = 256 * 1024

/**
 * Reads the head of an HTTP/1 response (RFC 9112 §4 to §5), with the tolerance that browsers have: a bare LF ends a line,
 * lines without a colon and names that are no token are left out, folded lines are joined.
 * Returns `incomplete` until the empty line is there, and `malformed` when the bytes are not HTTP.
 */
export function parseResponseHead(
  bytes: Buffer,
  engine: Engine = 'standard',
): ResponseHead | 'incomplete' | 'malformed' {
  const text = bytes.toString('latin1')
  if (!'HTTP/'.startsWith(text.slice(0, 5))) return 'malformed'
  const end = /\r?\n\r?\n/.exec(text)
  if (end === null) return text.length > HEAD_LIMIT_BYTES ? 'malformed' : 'incomplete'
  const [statusLine = '', ...lines] = text.slice(0, end.index).split(/\r?\n/)
  const match = /^HTTP\/\d\.\d (\d{3})(?: (.*))?$/.exec(statusLine)
  if (match === null) return 'malformed'
  const headers: [string, string][] = []
  for (const line of lines) {
    const previous = headers.at(-1)
    if (/^[ \t]/.test(line)) {
      if (previous !== undefined) previous[1] = `${previous[1]} ${trim(line)}`.trim()
      continue
    }
    const colon = line.indexOf(':')
    if (colon === -1) continue
    const written = line.slice(0, colon)
    const name = departs(engine, 'space-before-colon') ? written.trimEnd() : written
    if (/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) headers.push([name, trim(line.slice(colon + 1))])
  }
  return {
    status: Number(match[1]),
    statusText: match[2] ?? '',
    headers,
    length: end.index + end[0].length,
  }
}

function trim(value: string): string {
  return value.replace(/^[ \t]+|[ \t]+$/g, '')
}
