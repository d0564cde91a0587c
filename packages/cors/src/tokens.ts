/** A `token` of HTTP: what methods and header names are made of (RFC 9110, section 5.6.2). */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

/** @returns whether the text is a method or a header name as far as its characters go. */
export const isToken = (text: string): boolean => TOKEN.test(text)

/** Takes off the spaces and tabs of optional white space (RFC 9110, section 5.6.3), where `String.trim` takes more. */
export function trimWhiteSpace(text: string, start = 0, end = text.length): string {
  let first = start
  let last = end
  while (first < last && isWhiteSpace(text.charCodeAt(first))) first++
  while (last > first && isWhiteSpace(text.charCodeAt(last - 1))) last--
  return text.slice(first, last)
}

const isWhiteSpace = (code: number): boolean => code === 0x20 || code === 0x09

/** Methods that browsers refuse to send: https://fetch.spec.whatwg.org/#forbidden-method */
export const FORBIDDEN_METHODS: ReadonlySet<string> = new Set(['CONNECT', 'TRACE', 'TRACK'])

/** Methods that need no permission: https://fetch.spec.whatwg.org/#cors-safelisted-method */
export const SAFELISTED_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST'])

/** Methods whose lower-case form is a slip of the pen: the registered ones that an API is likely to offer. */
export const WELL_KNOWN_METHODS: ReadonlySet<string> = new Set([
  ...SAFELISTED_METHODS,
  ...['DELETE', 'OPTIONS', 'PATCH', 'PUT', 'QUERY'],
])

const FORBIDDEN_REQUEST_HEADERS: ReadonlySet<string> = new Set([
  'accept-charset',
  'accept-encoding',
  'access-control-request-headers',
  'access-control-request-method',
  'access-control-request-private-network',
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

/**
 * @param name a header name in lower case
 * @returns whether scripts can never set that header on a request, so that nobody ever asks to
 * @see https://fetch.spec.whatwg.org/#forbidden-request-header
 */
export const isForbiddenRequestHeader = (name: string): boolean =>
  FORBIDDEN_REQUEST_HEADERS.has(name) || name.startsWith('proxy-') || name.startsWith('sec-')

/** Headers that scripts can never read: https://fetch.spec.whatwg.org/#forbidden-response-header-name */
export const FORBIDDEN_RESPONSE_HEADERS: ReadonlySet<string> = new Set(['set-cookie', 'set-cookie2'])

/** Headers that scripts can always read: https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name */
export const SAFELISTED_RESPONSE_HEADERS: ReadonlySet<string> = new Set([
  'cache-control',
  'content-language',
  'content-length',
  'content-type',
  'expires',
  'last-modified',
  'pragma',
])
