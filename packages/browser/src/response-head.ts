import { departs } from './differences.ts'
import { isToken, stripWhitespace, valuesOf } from './header-list.ts'
import type { Engine } from './types.ts'

/** The head of an HTTP/1 response, as a browser reads it. */
export interface ResponseHead {
  readonly status: number
  readonly statusText: string
  /** In wire order and case, duplicates included; bytes as ISO 8859-1 characters. */
  readonly headers: [name: string, value: string][]
  /** Bytes up to and including the empty line. */
  readonly length: number
}

/** Says why the bytes are no response to a browser. */
export interface MalformedHead {
  readonly malformed: string
}

/** Says how many bytes of head are read where no browser sets a limit: what a server sends has to end somewhere. */
const READ_LIMIT_BYTES = 1024 * 1024
/** Says how many stray bytes before the status line browsers pass over. */
const STRAY_BYTES = 4

/**
 * Reads the head of an HTTP/1 response (RFC 9112 §4 to §5) with the tolerance that browsers have; where they differ, with
 * that of most. `isClosed` says that no more bytes will come: an unfinished head then counts as it is. Returns `incomplete`
 * while the empty line is missing. `method` is that of the request, as an answer to HEAD has no body. Each rule was measured in Chromium, Firefox and WebKit.
 */
export function parseResponseHead(
  bytes: Buffer,
  isClosed = false,
  engine: Engine = 'standard',
  method = 'GET',
): ResponseHead | MalformedHead | 'incomplete' {
  const text = bytes.toString('latin1')
  const start = text.slice(0, STRAY_BYTES + 'HTTP/'.length).search(/HTTP\/|ICY /)
  if (start < 0 || start > STRAY_BYTES) {
    const isTooEarly = !isClosed && text.length < STRAY_BYTES + 'HTTP/'.length
    return isTooEarly ? 'incomplete' : { malformed: `it begins: ${printable(text)}` }
  }
  const end = /\r?\n(\r?\n)/.exec(text)
  const length = end === null ? text.length : end.index + end[0].length
  const tooLong = overLimit(length, end?.[1]?.length ?? 0, engine)
  if (tooLong !== null) return { malformed: tooLong }
  if (end === null && !isClosed) return 'incomplete'
  if (end === null && !text.endsWith('\n') && departs(engine, 'unfinished-line-refused'))
    return { malformed: 'its head ends in the middle of a line' }
  // Where the connection ends, the line does: half a line break counts as a whole one.
  const head = end === null ? text.slice(start).replace(/\r$/, '') : text.slice(start, end.index)
  if (head.includes('\0')) return { malformed: 'its head contains a NUL byte' }
  const [statusLine = '', ...lines] = head.split(/\r?\n/)
  const status = parseStatusLine(statusLine)
  if (status === null) return { malformed: `its status line is: ${printable(statusLine)}` }
  const headers: [string, string][] = []
  for (const line of unfold(lines)) {
    const colon = line.indexOf(':')
    if (colon === -1) continue
    const written = line.slice(0, colon)
    const name = departs(engine, 'space-before-colon') ? written.trimEnd() : written
    if (isToken(name)) headers.push([name, stripWhitespace(line.slice(colon + 1))])
  }
  const contradiction = contradictionIn(headers, engine)
  if (contradiction !== null) return { malformed: `it has several different ${contradiction} headers` }
  const hasBody = method !== 'HEAD' && status.status >= 200 && ![204, 304].includes(status.status)
  if (hasBody && departs(engine, 'framing-read-for-body-only') && !hasReadableFraming(headers))
    return { malformed: 'it does not say in a way that can be read where its body ends' }
  return { ...status, headers, length }
}

/** The name of a header whose values contradict each other, and make the answer one that nobody can trust (RFC 9112 §6.3). */
function contradictionIn(headers: ResponseHead['headers'], engine: Engine): string | null {
  const differ = (values: readonly string[]): boolean => new Set(values).size > 1
  const lengths = valuesOf(headers, 'Content-Length')
    .flatMap((value) => value.split(','))
    .map((value) => stripWhitespace(value))
  const codings = valuesOf(headers, 'Transfer-Encoding').flatMap((value) => value.toLowerCase().split(','))
  const isChunked = codings.some((coding) => stripWhitespace(coding) === 'chunked')
  const isLengthRead =
    !departs(engine, 'framing-read-for-body-only') &&
    (!isChunked || departs(engine, 'content-length-read-although-chunked'))
  if (isLengthRead && differ(lengths)) return 'Content-Length'
  if (differ(valuesOf(headers, 'Location'))) return 'Location'
  const isDispositionRead = departs(engine, 'differing-dispositions-refused')
  return isDispositionRead && differ(valuesOf(headers, 'Content-Disposition')) ? 'Content-Disposition' : null
}

/** Tells whether the last word on where the body ends is one that WebKit's HTTP library, libsoup, understands. */
function hasReadableFraming(headers: ResponseHead['headers']): boolean {
  let framing: 'none' | 'length' | 'chunked' | 'unreadable' = 'none'
  for (const [written, value] of headers) {
    const name = written.toLowerCase()
    if (name === 'content-length' && framing !== 'chunked')
      framing = /^(?:[+-]?\d+)?$/.test(value) ? 'length' : 'unreadable'
    if (name === 'transfer-encoding' && value.toLowerCase() !== 'identity')
      framing = value.toLowerCase() === 'chunked' ? 'chunked' : 'unreadable'
  }
  return framing !== 'unreadable'
}

/** Says that the head is longer than the engine reads; null when it is not. The empty line at its end may not be there yet. */
function overLimit(length: number, emptyLineLength: number, engine: Engine): string | null {
  if (departs(engine, 'head-limited-to-64-kib') && length - emptyLineLength > 64 * 1024)
    return 'its head is longer than 64 KiB'
  if (departs(engine, 'head-limited-to-256-kib') && length > 256 * 1024)
    return 'its head is longer than 256 KiB'
  if (departs(engine, 'head-limited-to-384-kib') && length > 384 * 1024)
    return 'its head is longer than 384 KiB'
  return length > READ_LIMIT_BYTES ? 'its head is longer than 1 MiB' : null
}

function parseStatusLine(line: string): { status: number; statusText: string } | null {
  const versioned = /^(?:HTTP\/[1-9](?:\.\d+)?|ICY)[ \t]+(\d{1,3})(?!\d)[ \t]*(.*)$/.exec(line)
  // `HTTP/1` without a minor version passes for later versions only.
  if (versioned !== null)
    return /^HTTP\/1[ \t]/.test(line)
      ? null
      : { status: Number(versioned[1]), statusText: versioned[2] ?? '' }
  return /^HTTP\/1\.\d$/.test(line) ? { status: 200, statusText: '' } : null
}

/** Joins each line that begins with whitespace to the line before it (RFC 9112 §5.2, "obs-fold"). */
function unfold(lines: readonly string[]): string[] {
  const whole: string[][] = []
  for (const line of lines) {
    const isFolded = /^[ \t]/.test(line)
    if (!isFolded) whole.push([line])
    else whole.at(-1)?.push(line)
  }
  return whole.map((parts) => {
    if (parts.length === 1) return parts[0] ?? ''
    const stripped = parts.map((part) => stripWhitespace(part))
    return stripped.filter((part) => part !== '').join(' ')
  })
}

function printable(text: string): string {
  return text.slice(0, 60).replace(/[^\x20-\x7e]/g, '.')
}
