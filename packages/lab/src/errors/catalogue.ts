import type { BrowserEngine, FetchRequest, HeaderList } from '@next-cross-origin/browser'
import { type GivenAnswers, readPasted } from '@next-cross-origin/doctor'

/** One message that browsers print, with an example exchange in which they print it. */
export interface ErrorEntry {
  /** Stable: part of the page's address. */
  readonly id: string
  /** Carries the words that people search for. */
  readonly title: string
  /** Describes what the message means, in two or three sentences. */
  readonly meaning: string
  /** The lesson of the lab that performs it. */
  readonly lesson: string | null
  /** Chromium's names for it, as its developer tools show them. */
  readonly chromium: readonly string[]
  /** MDN's name for Firefox's reason; null where Firefox gives none. */
  readonly firefox: string | null
  readonly request: FetchRequest
  /** Null where the browser sends nothing, or says nothing of an exchange. */
  readonly answers: GivenAnswers | null
  /** The wordings that do not follow from an exchange; the others are computed by the model. */
  readonly wordings?: Partial<Readonly<Record<BrowserEngine, string>>>
}

const page = 'https://app.example.com'
const url = 'https://api.example.com/users'
const get: FetchRequest = { url, origin: page }
const withCookies: FetchRequest = { ...get, credentials: 'include' }
const patch: FetchRequest = {
  ...withCookies,
  method: 'PATCH',
  headers: [['Content-Type', 'application/json']],
}

const answer = (status: number, ...headers: HeaderList[number][]) => ({ status, statusText: '', headers })
const allow = (value: string) => ['Access-Control-Allow-Origin', value] as const
const credentials = ['Access-Control-Allow-Credentials', 'true'] as const

const answered = (...headers: HeaderList[number][]): GivenAnswers => ({
  preflight: null,
  request: [answer(200, ...headers)],
})
const asked = (status: number, ...headers: HeaderList[number][]): GivenAnswers => ({
  preflight: answer(status, ...headers),
  request: [],
})

const allowOrigin: readonly ErrorEntry[] = [
  {
    id: 'no-access-control-allow-origin',
    title: 'No ‘Access-Control-Allow-Origin’ header is present on the requested resource',
    meaning:
      'The server answered, and the answer does not name your page. The browser received the whole answer and withholds it. An error page of a proxy or a crashed handler often lacks the header even where the normal answer has it, so look at the status first.',
    lesson: 'no-header',
    chromium: ['MissingAllowOriginHeader', 'PreflightMissingAllowOriginHeader'],
    firefox: 'CORSMissingAllowOrigin',
    request: get,
    answers: answered(['Content-Type', 'application/json']),
  },
  {
    id: 'allow-origin-not-equal',
    title: 'The ‘Access-Control-Allow-Origin’ header has a value that is not equal to the supplied origin',
    meaning:
      'The server names another origin than the one that your page has. Browsers compare byte by byte: scheme, host and port, without a path and without a slash at the end.',
    lesson: 'another-origin',
    chromium: ['AllowOriginMismatch', 'PreflightAllowOriginMismatch'],
    firefox: 'CORSAllowOriginNotMatchingOrigin',
    request: get,
    answers: answered(allow('https://www.example.com')),
  },
  {
    id: 'allow-origin-invalid-value',
    title: 'The ‘Access-Control-Allow-Origin’ header contains the invalid value',
    meaning:
      'The value is no origin at all: a host without its scheme, a word such as “true”, or an empty text. Write the origin exactly as the browser sends it in Origin.',
    lesson: 'another-origin',
    chromium: ['InvalidAllowOriginValue', 'PreflightInvalidAllowOriginValue'],
    firefox: 'CORSAllowOriginNotMatchingOrigin',
    request: get,
    answers: answered(allow('app.example.com')),
  },
  {
    id: 'allow-origin-multiple-values',
    title: 'The ‘Access-Control-Allow-Origin’ header contains multiple values, but only one is allowed',
    meaning:
      'Two places add the header, for example the application and a proxy in front of it, or one place writes a list. Only one origin or one star may stand there. Remove the header in one of the two places.',
    lesson: 'two-values',
    chromium: ['MultipleAllowOriginValues', 'PreflightMultipleAllowOriginValues'],
    firefox: 'CORSMultipleAllowOriginNotAllowed',
    request: get,
    answers: answered(allow(page), allow('*')),
  },
  {
    id: 'wildcard-with-credentials',
    title: 'The value must not be the wildcard ‘*’ when the request’s credentials mode is ‘include’',
    meaning:
      'The call carries cookies, and a star would let every site of the world read the answer as the signed-in person. Name your page’s origin, allow credentials, and send Vary: Origin.',
    lesson: 'wildcard-with-credentials',
    chromium: ['WildcardOriginNotAllowed', 'PreflightWildcardOriginNotAllowed'],
    firefox: 'CORSNotSupportingCredentials',
    request: withCookies,
    answers: answered(allow('*'), credentials),
  },
  {
    id: 'allow-credentials',
    title: 'The value of the ‘Access-Control-Allow-Credentials’ header must be ‘true’',
    meaning:
      'The call carries cookies, and the server did not say that it expects them. The value is the word true in small letters; True and 1 do not count.',
    lesson: 'no-allow-credentials',
    chromium: ['InvalidAllowCredentials', 'PreflightInvalidAllowCredentials'],
    firefox: 'CORSMissingAllowCredentials',
    request: withCookies,
    answers: answered(allow(page)),
  },
]

const preflights: readonly ErrorEntry[] = [
  {
    id: 'preflight-not-ok',
    title: 'Response to preflight request doesn’t pass access control check: It does not have HTTP ok status',
    meaning:
      'Before the call the browser asks with OPTIONS, and that question carries no cookie and no token. Something answered it with an error or with a login page: a guard that runs before CORS, a router without OPTIONS, or a platform’s protection.',
    lesson: 'preflight-unauthorized',
    chromium: ['PreflightInvalidStatus'],
    firefox: 'CORSPreflightDidNotSucceed',
    request: patch,
    answers: asked(401, allow(page), credentials),
  },
  {
    id: 'preflight-redirect',
    title: 'Redirect is not allowed for a preflight request',
    meaning:
      'The OPTIONS question was redirected: from http to https, to a path with a slash at the end, or to a login page. Call the final address, or answer OPTIONS before the redirect.',
    lesson: 'preflight-redirected',
    chromium: ['PreflightDisallowedRedirect'],
    firefox: 'CORSExternalRedirectNotAllowed',
    request: patch,
    answers: asked(308, ['Location', `${url}/`], allow(page), credentials),
  },
  {
    id: 'method-not-allowed',
    title: 'Method PATCH is not allowed by Access-Control-Allow-Methods in preflight response',
    meaning:
      'The answer to the OPTIONS question does not list the method. Only GET, HEAD and POST need no listing. Method names are case-sensitive: patch is not PATCH.',
    lesson: 'method-not-listed',
    chromium: ['MethodDisallowedByPreflightResponse'],
    firefox: 'CORSMethodNotFound',
    request: patch,
    answers: asked(204, allow(page), credentials, ['Access-Control-Allow-Methods', 'GET, POST']),
  },
  {
    id: 'header-not-allowed',
    title: 'Request header field is not allowed by Access-Control-Allow-Headers in preflight response',
    meaning:
      'The page sends a header that the answer to the OPTIONS question does not list. Content-Type: application/json and Authorization are the usual ones. With cookies, a star counts as a header named *.',
    lesson: 'header-not-listed',
    chromium: ['HeaderDisallowedByPreflightResponse'],
    firefox: 'CORSMissingAllowHeaderFromPreflight',
    request: patch,
    answers: asked(204, allow(page), credentials, ['Access-Control-Allow-Methods', 'PATCH']),
  },
  {
    id: 'allow-methods-malformed',
    title: 'Cannot parse Access-Control-Allow-Methods response header field in preflight response',
    meaning:
      'The list of methods has something in it that is no method name, such as quotes or a semicolon. Separate the names with commas.',
    lesson: 'method-not-listed',
    chromium: ['InvalidAllowMethodsPreflightResponse'],
    firefox: 'CORSInvalidAllowMethod',
    request: patch,
    answers: asked(204, allow(page), credentials, ['Access-Control-Allow-Methods', 'GET; PATCH']),
  },
  {
    id: 'allow-headers-malformed',
    title: 'Cannot parse Access-Control-Allow-Headers response header field in preflight response',
    meaning:
      'The list of headers has something in it that is no header name, such as quotes or a colon. Separate the names with commas.',
    lesson: 'header-not-listed',
    chromium: ['InvalidAllowHeadersPreflightResponse'],
    firefox: 'CORSInvalidAllowHeader',
    request: patch,
    answers: asked(
      204,
      allow(page),
      credentials,
      ['Access-Control-Allow-Methods', 'PATCH'],
      ['Access-Control-Allow-Headers', '"content-type"'],
    ),
  },
]

/** Returns the answers of a text that the doctor reads. */
const failureOf = (text: string): GivenAnswers | null => readPasted(text)?.answers ?? null

const beyond: readonly ErrorEntry[] = [
  {
    id: 'failed-to-fetch',
    title: 'TypeError: Failed to fetch · NetworkError when attempting to fetch resource · Load failed',
    meaning:
      'That is all a script ever learns, whatever the reason is. Browsers hide the reason from pages on purpose. The console has the real message: look it up here, or paste it into the doctor.',
    lesson: 'server-down',
    chromium: [],
    firefox: null,
    request: get,
    answers: null,
    wordings: {
      chromium: 'TypeError: Failed to fetch',
      firefox: 'TypeError: NetworkError when attempting to fetch resource.',
      webkit: 'TypeError: Load failed',
    },
  },
  {
    id: 'cors-request-did-not-succeed',
    title: 'CORS request did not succeed · net::ERR_FAILED · net::ERR_CONNECTION_REFUSED',
    meaning:
      'No HTTP answer came at all, so no header can mend it. The server is not running, the name or the port is wrong, or the certificate is not trusted. Open the URL in a tab of its own to see which.',
    lesson: 'server-down',
    chromium: [],
    firefox: 'CORSDidNotSucceed',
    request: get,
    answers: { preflight: null, request: [], failure: { code: 'unreachable', detail: 'connection refused' } },
  },
  {
    id: 'cors-request-not-http',
    title: 'CORS request not http · URL scheme is not supported · origin ‘null’ from file://',
    meaning:
      'The page was opened as a file, or it calls an address that is not http. A page opened from the disk has the origin null. Serve the page with a small web server and open the address that it prints.',
    lesson: 'sandboxed-frame',
    chromium: ['CorsDisabledScheme'],
    firefox: 'CORSRequestNotHttp',
    request: { url: 'file:///users.json', origin: 'null' },
    answers: { preflight: null, request: [] },
    wordings: {
      chromium:
        "Access to fetch at 'file:///users.json' from origin 'null' has been blocked by CORS policy: Cross origin requests are only supported for protocol schemes: chrome, chrome-extension, chrome-untrusted, data, http, https, isolated-app.",
      firefox:
        'Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at file:///users.json. (Reason: CORS request not http).',
      webkit: 'Fetch API cannot load file:///users.json due to access control checks.',
    },
  },
  {
    id: 'redirect-to-another-origin',
    title: 'Origin ‘null’ after a redirect to another origin',
    meaning:
      'The first server sent the browser on to a third origin. From there on the browser sends Origin: null, because the redirecting site could otherwise speak in your page’s name. Call the final address yourself.',
    lesson: 'redirected-to-a-third-origin',
    chromium: ['AllowOriginMismatch'],
    firefox: 'CORSAllowOriginNotMatchingOrigin',
    request: get,
    answers: {
      preflight: null,
      request: [
        answer(302, ['Location', 'https://cdn.example.net/users'], allow(page)),
        answer(200, allow(page)),
      ],
    },
  },
  {
    id: 'mixed-content',
    title: 'Mixed Content: the page was loaded over HTTPS, but requested an insecure resource',
    meaning:
      'A page on https may not call plain http, and the browser refuses before it sends anything. CORS plays no part. Serve the API over https.',
    lesson: null,
    chromium: [],
    firefox: null,
    request: { url: 'http://api.example.com/users', origin: page },
    answers: failureOf(
      `Mixed Content: The page at '${page}/' was loaded over HTTPS, but requested an insecure resource 'http://api.example.com/users'. This request has been blocked; the content must be served over HTTPS.`,
    ) ?? { preflight: null, request: [] },
  },
  {
    id: 'content-security-policy',
    title: 'Refused to connect because it violates the Content Security Policy directive “connect-src”',
    meaning:
      'Your own page’s policy forbids the call; the API was never asked. Add the API’s origin to connect-src in the page’s Content-Security-Policy.',
    lesson: null,
    chromium: [],
    firefox: null,
    request: get,
    answers: null,
    wordings: {
      chromium: `Connecting to '${url}' violates the following Content Security Policy directive: "connect-src 'self'". The action has been blocked.`,
      firefox: `Content-Security-Policy: The page’s settings blocked the loading of a resource (connect-src) at ${url} because it violates the following directive: “connect-src 'self'”`,
      webkit: `Refused to connect to ${url} because it does not appear in the connect-src directive of the Content Security Policy.`,
    },
  },
  {
    id: 'local-network-access',
    title: 'Permission was denied for this request to access the local address space',
    meaning:
      'Since version 142 Chrome asks the person before a public page may call localhost or a private address. No header of the server answers that question. Let the person allow it, or serve page and API from addresses of the same kind.',
    lesson: null,
    chromium: ['LocalNetworkAccessPermissionDenied'],
    firefox: null,
    request: { url: 'http://localhost:4000/users', origin: page },
    answers: null,
    wordings: {
      chromium: `Access to fetch at 'http://localhost:4000/users' from origin '${page}' has been blocked by CORS policy: Permission was denied for this request to access the \`loopback\` address space.`,
    },
  },
]

/** Every message, grouped by what stops the call. */
export const errorGroups: readonly { readonly title: string; readonly entries: readonly ErrorEntry[] }[] = [
  { title: 'The answer does not name your page', entries: allowOrigin },
  { title: 'The question before the call was refused', entries: preflights },
  { title: 'It looks like CORS, and is something else', entries: beyond },
]

export const errorEntries: readonly ErrorEntry[] = errorGroups.flatMap(({ entries }) => entries)

export function findError(id: string): ErrorEntry | null {
  return errorEntries.find((entry) => entry.id === id) ?? null
}
