import type { Failure } from './exchange.ts'

/** Maps the system's error names to Chromium's. The first match counts. */
const names: readonly (readonly [words: RegExp, name: string])[] = [
  [/ECONNREFUSED/, 'CONNECTION_REFUSED'],
  [/ENOTFOUND|EAI_AGAIN|EAI_NODATA/, 'NAME_NOT_RESOLVED'],
  [/EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL/, 'ADDRESS_UNREACHABLE'],
  [/no connection within/, 'CONNECTION_TIMED_OUT'],
  [/expired|not yet valid/i, 'CERT_DATE_INVALID'],
  [/altnames|does not match/i, 'CERT_COMMON_NAME_INVALID'],
  [/self.signed|unable to (verify|get)|issuer/i, 'CERT_AUTHORITY_INVALID'],
  [/SSL|TLS|EPROTO|wrong version number|packet length/, 'SSL_PROTOCOL_ERROR'],
  [/ECONNRESET/, 'CONNECTION_RESET'],
  [/without an answer/, 'EMPTY_RESPONSE'],
  [/no answer within/, 'TIMED_OUT'],
  [/several different Content-Length/, 'RESPONSE_HEADERS_MULTIPLE_CONTENT_LENGTH'],
  [/head is longer/, 'RESPONSE_HEADERS_TOO_BIG'],
]

/** Writes what Chromium's console says of a connection that gave no answer. */
export function networkError({ code, detail }: Failure): string {
  const own = /net::ERR_\w+/.exec(detail)?.[0]
  const name = names.find(([words]) => words.test(detail))?.[1]
  const fallback = code === 'not-http' ? 'INVALID_HTTP_RESPONSE' : 'FAILED'
  return `Failed to load resource: ${own ?? `net::ERR_${name ?? fallback}`}`
}
