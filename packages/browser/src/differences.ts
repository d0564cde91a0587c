import type { BrowserEngine, Engine } from './types.ts'

/** Every engine that the model knows. */
export const browserEngines: readonly BrowserEngine[] = ['chromium', 'firefox', 'webkit']

interface Difference {
  readonly engines: readonly BrowserEngine[]
  /** Describes what the standard says. */
  readonly standard: string
  /** Describes what the engine does. */
  readonly instead: string
}

/** Says where an engine departs from the standard, by name. Each was measured, and each is one branch in this folder. */
export const engineDifferences = {
  'wildcard-covers-authorization': {
    engines: browserEngines,
    standard: '`Access-Control-Allow-Headers: *` never covers `Authorization` (Fetch §2.2.2, §4.8).',
    instead: 'It does, without credentials.',
  },
  'range-unit-in-any-case': {
    engines: ['webkit'],
    standard: 'The unit of a safelisted `Range` is `bytes`, byte for byte (Fetch §2.2.2).',
    instead: '`Bytes=0-` is safelisted as well.',
  },
  'range-positions-with-plus': {
    engines: ['webkit'],
    standard: 'A position in a safelisted `Range` is made of digits (Fetch §2.2.2).',
    instead: 'It may begin with `+`.',
  },
  'request-headers-combined': {
    engines: ['chromium', 'webkit'],
    standard: 'A header that is given twice is safelisted when each of its values is (Fetch §2.2.2).',
    instead: 'The values are joined with a comma first, and the result is judged.',
  },
  'headers-asked-once-a-line': {
    engines: ['firefox'],
    standard: '`Access-Control-Request-Headers` names each header once (Fetch §2.2.2).',
    instead: 'It names a header as often as it is given, if its values need a preflight.',
  },
  'identical-lines-read-once': {
    engines: ['firefox'],
    standard: 'The values of one header are joined, whichever it is (Fetch §2.2.2, "get").',
    instead:
      'Of identical lines `Content-Length`, and of identical lines `Content-Disposition`, a page reads one.',
  },
  'content-type-of-one-part': {
    engines: ['firefox'],
    standard:
      'What follows the first `;` of a `Content-Type` does not decide whether it is safelisted (Fetch §2.2.2).',
    instead: 'With a comma there, or with a last of several `;` at its end, it needs a preflight.',
  },
  'bytes-above-7f-unsafe': {
    engines: ['firefox'],
    standard: 'Bytes above 0x7F are no CORS-unsafe request-header bytes (Fetch §2.2.2).',
    instead: 'An `Accept` or `Content-Type` with such a byte needs a preflight.',
  },
  'empty-duplicates-dropped': {
    engines: ['firefox'],
    standard: 'An empty value counts when the values of one name are joined (Fetch §2.2.2, "get").',
    instead:
      'Empty values are left out; yet two lines `Access-Control-Allow-Origin`, spelt just so, always fail.',
  },
  'preflight-origin-never-tainted': {
    engines: ['firefox'],
    standard:
      'After a redirect from one foreign origin to another, a preflight carries `Origin: null` (Fetch §3.2).',
    instead:
      'The preflight carries the origin of the page and is checked against it; the request itself carries `null`.',
  },
  'identical-locations-followed': {
    engines: browserEngines,
    standard: 'An answer with two `Location` headers redirects nowhere (Fetch §2.2.6, "location URL").',
    instead: 'It redirects when both are the same.',
  },
  'empty-location-ignored': {
    engines: ['chromium'],
    standard: 'An empty `Location` redirects to the very URL that was called (Fetch §2.2.6, "location URL").',
    instead: 'It redirects nowhere, and the page gets the answer.',
  },
  'empty-location-refused': {
    engines: ['webkit'],
    standard: 'An empty `Location` redirects to the very URL that was called (Fetch §2.2.6, "location URL").',
    instead: 'It ends the fetch.',
  },
  'proxy-status-refused': {
    engines: ['chromium'],
    standard: 'Status 407 is an answer like any other to a page (Fetch §4.6).',
    instead: 'From a server that is no proxy, it is a network error.',
  },
  'preflight-repeats': {
    engines: ['firefox', 'webkit'],
    standard: 'A redirected request asks first only if what is left of it needs to (Fetch §4.1).',
    instead:
      'A redirect asks first whenever the first request needed to, or would have needed to at another origin.',
  },
  'preflight-for-original-headers': {
    engines: ['webkit'],
    standard:
      'A preflight after a redirect asks for what the redirected request still has (Fetch §4.5, §4.8).',
    instead: 'It asks for the headers of the first request.',
  },
  'dropped-headers-return': {
    engines: ['firefox'],
    standard: 'A header that a redirect dropped stays dropped (Fetch §4.5).',
    instead: 'The next redirect brings it back, `Authorization` included.',
  },
  'dropped-body-headers-return': {
    engines: ['webkit'],
    standard: 'A header about the body that a redirect dropped with the body stays dropped (Fetch §4.5).',
    instead: 'The next redirect brings it back.',
  },
  'delete-becomes-get-across-origins': {
    engines: ['webkit'],
    standard:
      'A redirect changes the method of POST with 301 and 302, and of all but GET and HEAD with 303 (Fetch §4.5).',
    instead: 'A DELETE that is redirected to another origin becomes a GET with every status.',
  },
  'unassigned-3xx-redirects': {
    engines: ['webkit'],
    standard: '301, 302, 303, 307 and 308 redirect (Fetch §2.2.3).',
    instead: 'So does every status from 307 to 399 that has a `Location`.',
  },
  'header-bytes-are-utf-8': {
    engines: ['webkit'],
    standard: 'A page reads the bytes of a header as ISO 8859-1 (Infra §4.3, isomorphic decode).',
    instead: 'They are read as UTF-8, and the UTF-8 bytes of that text are what the page sees.',
  },
  'space-before-colon': {
    engines: ['chromium'],
    standard: 'A header line with whitespace before the colon has no valid name (RFC 9112 §5.1).',
    instead: 'The whitespace is dropped, and the line counts.',
  },
  'unfinished-line-refused': {
    engines: ['webkit'],
    standard: 'A head that the connection cuts short is incomplete (RFC 9112 §8); browsers take it as it is.',
    instead: 'It is taken only when it is cut after a whole line.',
  },
  'content-length-read-although-chunked': {
    engines: ['firefox'],
    standard: '`Transfer-Encoding: chunked` overrides `Content-Length` (RFC 9112 §6.3).',
    instead: 'Different values of `Content-Length` still make an answer invalid.',
  },
  'framing-read-for-body-only': {
    engines: ['webkit'],
    standard: 'Different values of `Content-Length` make an answer invalid (RFC 9112 §6.3).',
    instead:
      'Lines may differ, and the last counts; but one that is no number, such as `2, 2`, or a transfer coding other than `chunked` makes an answer with a body invalid.',
  },
  'differing-dispositions-refused': {
    engines: ['chromium', 'firefox'],
    standard: '`Content-Disposition` plays no part in reading an answer (RFC 6266).',
    instead: 'An answer with two that differ is invalid.',
  },
  'head-limited-to-384-kib': {
    engines: browserEngines,
    standard: 'The head of an answer may be of any length (RFC 9110 §5.4).',
    instead: 'Above 384 KiB, the empty line included, there is no answer.',
  },
  'head-limited-to-256-kib': {
    engines: ['chromium'],
    standard: 'The head of an answer may be of any length (RFC 9110 §5.4).',
    instead: 'Above 256 KiB, the empty line included, there is no answer.',
  },
  'head-limited-to-64-kib': {
    engines: ['webkit'],
    standard: 'The head of an answer may be of any length (RFC 9110 §5.4).',
    instead: 'Above 64 KiB, the empty line not included, there is no answer.',
  },
  'range-below-2-to-64': {
    engines: browserEngines,
    standard: 'A position in a `Range` may be any number (Fetch §2.2.2).',
    instead: 'From 2^64 on, the request needs a preflight.',
  },
  'range-below-2-to-63': {
    engines: ['chromium'],
    standard: 'A position in a `Range` may be any number (Fetch §2.2.2).',
    instead: 'From 2^63 - 1 on, the request needs a preflight.',
  },
  'client-hints-safelisted': {
    engines: ['chromium'],
    standard: 'Client hints such as `Save-Data` or `DPR` need a preflight (Fetch §2.2.2).',
    instead:
      'With a well-formed value they do not, and a redirect to a foreign origin drops all but `Save-Data`.',
  },
  'user-agent-forbidden': {
    engines: ['chromium'],
    standard: 'A page may set `User-Agent` (Fetch §2.2.2).',
    instead: 'The header is silently left out.',
  },
  'user-info-never-in-redirects': {
    engines: ['chromium'],
    standard:
      "A redirect within the page's origin, or in `no-cors` mode, may lead to a URL with user name and password (Fetch §4.5).",
    instead: 'It may not.',
  },
  'user-info-refused-after-preflight': {
    engines: ['webkit'],
    standard:
      "A redirect from the page's origin to a foreign URL with user name and password ends the fetch (Fetch §4.5).",
    instead: 'It does, but a preflight to that URL is sent first where the request needs one.',
  },
  'credentials-asked-of-redirects': {
    engines: ['webkit'],
    standard:
      'With credentials mode `same-origin`, no answer needs `Access-Control-Allow-Credentials` (Fetch §4.10).',
    instead:
      'A foreign redirect does, when the request began in the origin of the page; the next preflight is sent before that shows.',
  },
  'origin-kept-after-redirect': {
    engines: ['webkit'],
    standard: 'A same-origin GET carries no `Origin` (Fetch §3.2).',
    instead: 'It does when a redirect made it of a request that had one.',
  },
  'same-site-default-none': {
    engines: ['firefox', 'webkit'],
    standard: 'A cookie without `SameSite` is `Lax` (RFC 6265bis §5.6.7).',
    instead: 'It is `None`.',
  },
  'same-site-none-without-secure': {
    engines: ['webkit'],
    standard: 'A cookie with `SameSite=None` and without `Secure` is refused (RFC 6265bis §5.7).',
    instead: 'It is stored.',
  },
  'loopback-not-secure': {
    engines: ['webkit'],
    standard: 'A browser may treat `http://localhost` as secure (RFC 6265bis §5.7).',
    instead: 'It is not: `Secure` cookies are dropped there.',
  },
  'cookie-prefixes-ignored': {
    engines: ['webkit'],
    standard: 'The prefixes `__Secure-` and `__Host-` bind a cookie to its attributes (RFC 6265bis §4.1.3).',
    instead: 'They are part of the name and nothing more.',
  },
  'partitioned-ignored': {
    engines: ['webkit'],
    standard: 'A partitioned cookie has to be `Secure` (CHIPS §2.1).',
    instead: 'The attribute is unknown.',
  },
  'domain-never-public-suffix': {
    engines: ['webkit'],
    standard:
      'A `Domain` that is a public suffix and the host itself makes the cookie host-only (RFC 6265bis §5.7).',
    instead: 'The cookie is refused.',
  },
  'third-party-always-blocked': {
    engines: ['webkit'],
    standard: "Whether third-party cookies pass is the reader's choice (RFC 6265bis §7.1).",
    instead: 'None passes, partitioned or not.',
  },
  'partitioned-blocked-too': {
    engines: ['firefox'],
    standard: 'A reader who blocks third-party cookies still gets partitioned ones (CHIPS §2).',
    instead: 'With every third-party cookie blocked, partitioned ones are as well.',
  },
  'last-lifetime-counts': {
    engines: ['webkit'],
    standard: '`Max-Age` counts before `Expires`, wherever it stands (RFC 6265bis §5.7).',
    instead: 'Whichever of the two stands last counts.',
  },
  'opaque-responses-not-blocked': {
    engines: ['webkit'],
    standard:
      'An element gets no document and no data that it loads without CORS (Opaque Response Blocking).',
    instead: 'It gets them, and fails to decode or to run them.',
  },
} as const satisfies Record<string, Difference>

export type EngineDifference = keyof typeof engineDifferences

/** Tells whether the engine departs from the standard in the named point. */
export function departs(engine: Engine, difference: EngineDifference): boolean {
  const engines: readonly BrowserEngine[] = engineDifferences[difference].engines
  if (engine === 'standard') return false
  return engine === 'consensus'
    ? browserEngines.every((each) => engines.includes(each))
    : engines.includes(engine)
}
