import type { Engine } from '@next-cross-origin/browser'
import {
  type MalformedHead,
  parseResponseHead,
  type ResponseHead,
} from '@next-cross-origin/browser/response-head'
import type { Failure } from './exchange.ts'

/**
 * Describes what came back for one request: over HTTP/1.1 the bytes, which each engine may read in its own way; over HTTP/2 the head,
 * which has one reading only.
 */
export type Received =
  | {
      readonly protocol: 'http/1.1'
      /** Of the request: an answer to HEAD has no body. */
      readonly method: string
      readonly bytes: Buffer
      /** Tells whether no more bytes will come. */
      readonly isClosed: boolean
    }
  | { readonly protocol: 'h2'; readonly head: ResponseHead }

/** Interim answers (1xx) are passed over; a server that sends nothing else is cut off. */
const INTERIM_LIMIT = 20

/** The answer in the bytes, as an engine reads it: the first head that is no interim one. `length` counts from the first byte. */
export function readHead(received: Received, engine: Engine): ResponseHead | MalformedHead | 'incomplete' {
  if (received.protocol === 'h2') return received.head
  const { bytes, isClosed, method } = received
  let start = 0
  for (let interim = 0; interim <= INTERIM_LIMIT; interim++) {
    const head = parseResponseHead(bytes.subarray(start), isClosed, engine, method)
    if (head === 'incomplete' || 'malformed' in head) return head
    start += head.length
    if (!isInterim(head.status)) return { ...head, length: start }
  }
  return { malformed: 'it consists of interim answers' }
}

/** Tells whether another head follows (RFC 9110 §15.2); 101 is the end of HTTP instead. */
function isInterim(status: number): boolean {
  return status >= 100 && status < 200 && status !== 101
}

/** Returns what the head that an engine read comes to; null while it is incomplete. */
export function outcomeOf(
  head: ReturnType<typeof readHead>,
  received: Received,
): ResponseHead | Failure | null {
  if (head === 'incomplete') return null
  if ('malformed' in head) {
    const detail = isHttp2Frame(received) ? 'it speaks HTTP/2 without encryption' : head.malformed
    return { code: 'not-http', detail: `a browser cannot read it: ${detail}` }
  }
  if (head.status === 101) return { code: 'not-http', detail: 'it switches to another protocol (101)' }
  return head
}

/** Tells whether the bytes begin with the frame SETTINGS or GOAWAY of HTTP/2 (RFC 9113 §4.1): length, type 4 or 7, stream 0. */
function isHttp2Frame(received: Received): boolean {
  if (received.protocol === 'h2' || received.bytes.length < 9) return false
  const { bytes } = received
  return bytes.readUIntBE(0, 2) === 0 && [4, 7].includes(bytes.readUInt8(3)) && bytes.readUInt32BE(5) === 0
}
