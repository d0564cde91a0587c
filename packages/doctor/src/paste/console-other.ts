import type { Failure } from '../exchange.ts'
import { clientFinding, type Finding, gatewayFinding, serverFinding } from '../finding.ts'
import { policyFinding } from '../page-policy.ts'
import { type Case, emptyCase, originFrom } from './case.ts'

/** One message that people take for CORS, and what it says. */
type Reader = (match: RegExpExecArray) => Partial<Case>

const named = (finding: Finding): Partial<Case> => ({ finding })

const failed = (url: string | undefined, code: Failure['code'], detail: string): Partial<Case> => ({
  url: url ?? null,
  answers: { preflight: null, request: [], failure: { code, detail } },
})

const localNetwork = (space: string): Finding =>
  clientFinding(
    'local-network-access',
    `The page calls an address of the ${space === 'loopback' || space === 'local' ? 'reader’s own machine' : 'local network'}, and the browser’s Local Network Access stopped it: from version 142 on, Chromium asks the person for permission first, on https pages only. CORS headers do not answer that.`,
    'Serve the page over https and let the person allow it (site settings, "Local network access"); in a frame, the frame needs `allow="local-network-access"`. If the API was meant to be public, call its public address: the page was probably built with the address of development.',
  )

const cookie = (name: string, why: string, fix: string): Finding =>
  serverFinding(
    'cookie-dropped',
    `The browser dropped the cookie${name === '' ? '' : ` \`${name}\``}: ${why}`,
    fix,
  )

const crossSite =
  'Set it with `SameSite=None; Secure; Partitioned`, over https; or serve page and API from one site.'

const readers: readonly (readonly [pattern: RegExp, read: Reader])[] = [
  [
    /(?:Refused to connect to|Connecting to) '([^']*)'.*?Content Security Policy directive: ["']?(.*?)["']?\.? ?(?:Note|The action|$)/,
    ([, url = '', directive = '']) => ({ ...named(policyFinding(url, directive)), engine: 'chromium', url }),
  ],
  [
    /Content-Security-Policy: The page's settings blocked .*? at (\S+) because it violates the following directive: '([^']*(?:'[^' ]*'[^']*)*)'/,
    ([, url = '', directive = '']) => ({ ...named(policyFinding(url, directive)), engine: 'firefox', url }),
  ],
  [
    /Mixed Content: The page at '([^']*)' was loaded over HTTPS, but requested an insecure .*? '([^']*)'/,
    ([, page = '', url = '']) => ({
      engine: 'chromium',
      url,
      origin: originFrom(page),
      answers: { preflight: null, request: [] },
    }),
  ],
  [
    /Blocked loading mixed active content ['"]?([^'"\s]+)/,
    ([, url = '']) => ({
      engine: 'firefox',
      url,
      origin: 'https://page.invalid',
      answers: { preflight: null, request: [] },
    }),
  ],
  [
    /The page at (\S+) (?:requested insecure content from|was not allowed to (?:run|display) insecure content from) (\S+?)\.? /,
    ([, page = '', url = '']) => ({
      engine: 'webkit',
      url,
      origin: originFrom(page),
      answers: { preflight: null, request: [] },
    }),
  ],
  [
    /access the `?(\w+)`? address space|more-private address space `(\w+)`/,
    ([, a, b]) => named(localNetwork(a ?? b ?? '')),
  ],
  [
    /net::ERR_BLOCKED_BY_CLIENT/,
    () =>
      named(
        clientFinding(
          'blocked-by-extension',
          'An extension of this browser, usually an ad blocker, stopped the call before it was sent. Other readers may not see this.',
          'Try a private window without extensions; rename paths that blockers look for (`/ads`, `/analytics`, `/track`).',
        ),
      ),
  ],
  [
    /net::ERR_BLOCKED_BY_ORB|A resource is blocked by OpaqueResponseBlocking/,
    () =>
      named(
        clientFinding(
          'opaque-response-blocked',
          'An element (`<img>`, `<script>`, a style sheet) asked without CORS, and what came is a document or data, such as HTML or JSON. The browser keeps that from elements (Opaque Response Blocking); CORS headers change nothing.',
          'Open the URL in a tab: a login page or an error page is often what came instead. Read data with `fetch()` and CORS; serve pictures and scripts with their own `Content-Type`.',
        ),
      ),
  ],
  [
    /net::ERR_BLOCKED_BY_RESPONSE\.NotSameOriginAfterDefaultedToSameOriginByCoep/,
    () =>
      named(
        serverFinding(
          'resource-policy',
          'The page has a `Cross-Origin-Embedder-Policy`, so it loads without CORS only what says `Cross-Origin-Resource-Policy`, and this answer does not say it.',
          'Send this header line with what any page may embed; or load it with CORS (`crossorigin`, and allow the origin); or, in the page, use `Cross-Origin-Embedder-Policy: credentialless`.',
          ['Cross-Origin-Resource-Policy: cross-origin'],
        ),
      ),
  ],
  [
    /net::ERR_BLOCKED_BY_RESPONSE\.?(\w*)|violates the resource's Cross-Origin-Resource-Policy|Cross-Origin-Resource-Policy header.*(?:same-origin|same-site)/,
    () =>
      named(
        serverFinding(
          'resource-policy',
          'The answer came, and says in `Cross-Origin-Resource-Policy` that other sites may not load it without CORS (as an image, a script or with `no-cors`). Helmet sets `same-origin` by default.',
          'Send this header line with what any page may embed; or load it with CORS (`crossorigin`) and allow the origin.',
          ['Cross-Origin-Resource-Policy: cross-origin'],
        ),
      ),
  ],
  [
    /(https?:\/\/\S+)? ?net::ERR_NAME_NOT_RESOLVED/,
    ([, url]) => failed(url, 'unreachable', 'getaddrinfo ENOTFOUND (net::ERR_NAME_NOT_RESOLVED)'),
  ],
  [
    /(https?:\/\/\S+)? ?net::(ERR_CONNECTION_REFUSED|ERR_ADDRESS_UNREACHABLE|ERR_CONNECTION_TIMED_OUT|ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED)/,
    ([, url, code]) => failed(url, 'unreachable', `net::${code}`),
  ],
  [/(https?:\/\/\S+)? ?net::(ERR_CERT_\w+)/, ([, url, code = '']) => failed(url, 'tls', certificate(code))],
  [
    /(https?:\/\/\S+)? ?net::ERR_SSL_PROTOCOL_ERROR/,
    ([, url]) => failed(url, 'tls', 'wrong version number (net::ERR_SSL_PROTOCOL_ERROR)'),
  ],
  [
    /(https?:\/\/\S+)? ?net::(ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|ERR_CONNECTION_CLOSED|ERR_HTTP2_PROTOCOL_ERROR|ERR_INCOMPLETE_CHUNKED_ENCODING)/,
    ([, url, code]) => failed(url, 'closed', `net::${code}`),
  ],
  [
    /Cookie '([^']*)' has been rejected because it is in a cross-site context/,
    ([, name = '']) =>
      named(cookie(name, 'page and API are two sites, and it does not say `SameSite=None`.', crossSite)),
  ],
  [
    /Set-Cookie header (?:didn't specify a 'SameSite'|.*?was blocked because it (?:had the 'SameSite=|came from a cross-site))/,
    () => named(cookie('', 'page and API are two sites, and it does not say `SameSite=None`.', crossSite)),
  ],
  [
    /Cookie '([^']*)' (?:has been|will be soon) rejected because it has the 'SameSite=None' attribute but is missing the 'secure'/,
    ([, name = '']) =>
      named(
        cookie(
          name,
          'it says `SameSite=None` and not `Secure`.',
          'Add `Secure`, and serve the API over https.',
        ),
      ),
  ],
  [
    /Unexpected token '?<'?.*(?:JSON|DOCTYPE)/,
    () =>
      named(
        clientFinding(
          'html-instead-of-api',
          'The page expected JSON and got HTML: the call went through, to something that answers with a page. This is not CORS.',
          'Check host, port and path of the URL: a relative URL calls the page’s own server, and many hosts answer unknown paths with their page.',
        ),
      ),
  ],
  [
    /WebSocket connection to '([^']*)' failed: .*Unexpected response code: (\d{3})/,
    ([, url = '', status]) => ({
      url,
      ...named(
        gatewayFinding(
          'websocket-refused',
          `The server, or a proxy in front of it, answered the handshake of the WebSocket with status ${status} instead of 101. WebSockets know no CORS: the server decides by the \`Origin\` that the browser sends.`,
          'Allow the origin in the WebSocket server; let the proxy pass `Upgrade` and `Connection` on (nginx: `proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;`).',
        ),
      ),
    }),
  ],
  [
    /Fetch API cannot load (\S+?)\.? URL scheme '?"?(\w+)'?"? is not supported/,
    ([, url = '']) => ({
      engine: 'chromium',
      url,
      origin: 'http://page.invalid',
      answers: { preflight: null, request: [] },
    }),
  ],
  [
    /Failed to fetch|NetworkError when attempting to fetch|Load failed|Network Error|due to access control checks/,
    () => ({}),
  ],
]

function certificate(code: string): string {
  const details: Record<string, string> = {
    ERR_CERT_AUTHORITY_INVALID: 'self-signed certificate, or one of an unknown authority',
    ERR_CERT_DATE_INVALID: 'certificate has expired',
    ERR_CERT_COMMON_NAME_INVALID: "hostname does not match the certificate's altnames",
  }
  return `${details[code] ?? 'certificate refused'} (net::${code})`
}

/** Reads a message that is not about CORS, and is taken for it; null when the text has none that is known. */
export function messageBesideCors(text: string): Case | null {
  for (const [pattern, read] of readers) {
    const match = pattern.exec(text)
    if (match !== null) return { ...emptyCase, source: 'console', isReconstructed: true, ...read(match) }
  }
  return null
}
