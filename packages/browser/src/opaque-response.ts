import type { Failure } from './cors-check.ts'
import { getHeader } from './header-list.ts'
import type { Answer } from './types.ts'

/** Types that no element can use, whatever their bytes are (Opaque Response Blocking, "opaque-blocklisted-never-sniffed"). */
const neverSniffed =
  /^(application\/(gzip|msexcel|mspowerpoint|msword|pdf|vnd\..+|x-gzip|x-protobuf|zip)|multipart\/.+|text\/(csv|event-stream))$/
/** Documents and data, which pages of other origins must not get to see. */
const data = /^(text\/html|(application|text)\/([\w.-]+\+)?(json|xml))$/
const step = 'Opaque Response Blocking'

/**
 * Says why an element may not have an answer that was loaded without CORS (Opaque Response Blocking, which Chromium and Firefox
 * have): null when it may. Bytes that contradict the type let the answer through, unless it forbids a second look (`nosniff`).
 */
export function checkOpaqueResponse(answer: Extract<Answer, { type: 'response' }>): Failure | null {
  const header = 'Content-Type'
  const value = getHeader(answer.headers, header)
  const type = (value ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  // An image, although it is XML.
  if (type === 'image/svg+xml') return null
  const isFixed = /^nosniff/i.test(getHeader(answer.headers, 'X-Content-Type-Options') ?? '')
  const isData = data.test(type) && (isFixed || looksLike(type, answer.body))
  const isBlocked = neverSniffed.test(type) || isData || (isFixed && type === 'text/plain')
  if (!isBlocked) return null
  return {
    reason: 'opaque-response-blocked',
    step,
    evidence: { header, value, expected: 'the type of an image, a script, a style sheet or media' },
  }
}

/** Tells whether the bytes are what the type says; bytes that are not known count as such. */
function looksLike(type: string, body: string | undefined): boolean {
  const start = body?.trimStart()
  if (start === undefined || start === '') return true
  if (type.endsWith('json')) return /^(\{\s*("|\}|$)|\[|\)\]\}')/.test(start)
  return type.endsWith('xml') ? start.startsWith('<?xml') : start.startsWith('<')
}
