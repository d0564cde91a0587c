import { corsCheck, type Failure } from './cors-check.ts'
import { parseUrl } from './origin.ts'
import { isRedirectTainted } from './redirect.ts'
import type { BrowserEngine, FetchRequest, HeaderList, Reason, Verdict } from './types.ts'

/** Describes what a console message is about. */
export interface ConsoleSubject {
  readonly verdict: Verdict
  readonly request: FetchRequest
  /** The answer that came last; null when none came. */
  readonly answer: { readonly status: number; readonly headers: HeaderList } | null
}

/**
 * Writes what a browser's console says about a blocked call, as a reader meets it there. Returns null when the call is
 * allowed, or when the browser writes nothing. Chromium's texts are compared with Chromium by a test.
 * @param kind the word by which Chromium names what called
 */
export function consoleMessage(
  subject: ConsoleSubject,
  engine: BrowserEngine,
  kind: 'fetch' | 'XMLHttpRequest' | 'image' = 'fetch',
): string | null {
  if (subject.verdict.allowed) return null
  if (engine === 'chromium') return chromium(subject, kind)
  return engine === 'firefox' ? firefox(subject) : webKit(subject)
}

type Texts = Partial<Record<Reason, (failure: Pick<Failure, 'evidence'>) => string>>

const allowOrigin = "'Access-Control-Allow-Origin' header"
const advice = 'Have the server send the header with a valid value.'
const mismatch: Texts[Reason] = ({ evidence: { value } }) =>
  value !== 'null' && !URL.canParse(value ?? '')
    ? `The ${allowOrigin} contains the invalid value '${value}'. ${advice}`
    : `The ${allowOrigin} has a value '${value}' that is not equal to the supplied origin. ${advice}`
const credentials: Texts[Reason] = ({ evidence: { value } }) =>
  `The value of the 'Access-Control-Allow-Credentials' header in the response is '${value ?? ''}' which must be 'true' when the request's credentials mode is 'include'.`
const method: Texts[Reason] = ({ evidence: { expected } }) =>
  `Method ${expected} is not allowed by Access-Control-Allow-Methods in preflight response.`
const header: Texts[Reason] = ({ evidence: { expected } }) =>
  `Request header field ${expected} is not allowed by Access-Control-Allow-Headers in preflight response.`
const unparsable: Texts[Reason] = ({ evidence }) =>
  `Cannot parse ${evidence.header} response header field in preflight response.`

/** The failures of access control, which Chromium introduces when they concern a preflight. */
const accessTexts: Texts = {
  'allow-origin-missing': () => `No ${allowOrigin} is present on the requested resource.`,
  'allow-origin-multiple': ({ evidence: { value } }) =>
    `The ${allowOrigin} contains multiple values '${value}', but only one is allowed. ${advice}`,
  'allow-origin-wildcard-with-credentials': () =>
    `The value of the ${allowOrigin} in the response must not be the wildcard '*' when the request's credentials mode is 'include'.`,
  'allow-origin-mismatch': mismatch,
  'allow-origin-not-null-after-redirect': mismatch,
  'allow-credentials-missing': credentials,
  'allow-credentials-not-true': credentials,
  'preflight-status': () => 'It does not have HTTP ok status.',
  'preflight-redirect': () => 'Redirect is not allowed for a preflight request.',
}
const listTexts: Texts = {
  'allow-methods-malformed': unparsable,
  'allow-headers-malformed': unparsable,
  'method-not-allowed': method,
  'method-wildcard-with-credentials': method,
  'header-not-allowed': header,
  'header-wildcard-with-credentials': header,
  'authorization-not-listed': header,
  'redirect-with-credentials': () =>
    "Redirect location '' contains a username and password, which is disallowed for cross-origin requests.",
  'redirect-scheme': () =>
    'Cross origin requests are only supported for protocol schemes: chrome, chrome-experimental-site-token-provider, chrome-extension, chrome-untrusted, data, http, https, isolated-app.',
}
/** Schemes to which Chromium's network stack follows no redirect at all. */
const unsafeSchemes = /^(about|blob|data|file|filesystem|javascript):/

function chromium(subject: ConsoleSubject, kind: string): string | null {
  const { verdict, request } = subject
  const first = verdict.sent[0]?.url ?? request.url
  const last =
    verdict.reason === 'redirect-scheme'
      ? (verdict.evidence?.value ?? first)
      : (verdict.sent.at(-1)?.url ?? first)
  const outside = chromiumOutsideCors(subject, last)
  if (outside !== null) return outside
  const { reason, evidence } = statusBehindAccess(subject)
  if (evidence === null) return null
  const access = accessTexts[reason]?.({ evidence })
  const why = access ?? listTexts[reason]?.({ evidence })
  if (why === undefined) return null
  const from = last === first ? '' : ` (redirected from '${first}')`
  const intro =
    verdict.stage === 'preflight' && access !== undefined
      ? "Response to preflight request doesn't pass access control check: "
      : ''
  return `Access to ${kind} at '${last}'${from} from origin '${request.origin}' has been blocked by CORS policy: ${intro}${why}`
}

/** Returns what Chromium says where it does not name CORS. */
function chromiumOutsideCors({ verdict, request }: ConsoleSubject, last: string): string | null {
  const scheme = parseUrl(request.url)?.protocol.slice(0, -1)
  switch (verdict.reason) {
    case 'no-response':
      return 'Failed to load resource: net::ERR_FAILED'
    case 'redirect-scheme':
      return unsafeSchemes.test(last) ? 'Failed to load resource: net::ERR_UNSAFE_REDIRECT' : null
    case 'redirect-location-malformed':
      return 'Failed to load resource: net::ERR_INVALID_REDIRECT'
    case 'redirect-limit':
      return 'Failed to load resource: net::ERR_TOO_MANY_REDIRECTS'
    case 'bad-port':
      return 'Failed to load resource: net::ERR_UNSAFE_PORT'
    case 'unsupported-scheme':
      return scheme === 'file'
        ? `Not allowed to load local resource: ${request.url}`
        : `Fetch API cannot load ${request.url}. URL scheme "${scheme}" is not supported.`
    case 'cross-origin-in-same-origin-mode':
      return `Fetch API cannot load ${last}. Request mode is "same-origin" but the URL's origin is not same as the request origin ${request.origin}.`
    case 'mixed-content':
      return `Mixed Content: The page at '${request.origin}/' was loaded over HTTPS, but requested an insecure resource '${last}'. This request has been blocked; the content must be served over HTTPS.`
    default:
      return null
  }
}

/** The failure that Chromium looks for first: of a preflight with a bad status, access control. */
function statusBehindAccess({
  verdict,
  request,
  answer,
}: ConsoleSubject): Pick<Verdict, 'reason' | 'evidence'> {
  if (verdict.reason !== 'preflight-status' || answer === null) return verdict
  const urls = verdict.sent.map(({ url }) => new URL(url))
  const tainted = isRedirectTainted(urls, request.origin)
  const origin = tainted ? 'null' : request.origin
  const { credentials = 'same-origin' } = request
  return corsCheck({ origin, credentials, headers: answer.headers, tainted, engine: 'chromium' }) ?? verdict
}

const firefoxTexts: Texts = {
  'allow-origin-missing': () => 'CORS header ‘Access-Control-Allow-Origin’ missing',
  'allow-origin-multiple': () => 'Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed',
  'allow-origin-wildcard-with-credentials': () =>
    'Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’',
  'allow-origin-mismatch': ({ evidence: { value } }) =>
    `CORS header ‘Access-Control-Allow-Origin’ does not match ‘${value}’`,
  'allow-origin-not-null-after-redirect': ({ evidence: { value } }) =>
    `CORS header ‘Access-Control-Allow-Origin’ does not match ‘${value}’`,
  'allow-credentials-missing': () => 'expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’',
  'allow-credentials-not-true': () => 'expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’',
  'preflight-status': () => 'CORS preflight response did not succeed',
  'preflight-redirect': () => 'CORS request external redirect not allowed',
  'allow-methods-malformed': ({ evidence: { value } }) =>
    `invalid token ‘${value}’ in CORS header ‘Access-Control-Allow-Methods’`,
  'allow-headers-malformed': ({ evidence: { value } }) =>
    `invalid token ‘${value}’ in CORS header ‘Access-Control-Allow-Headers’`,
  'method-not-allowed': () => 'Did not find method in CORS header ‘Access-Control-Allow-Methods’',
  'method-wildcard-with-credentials': () =>
    'Did not find method in CORS header ‘Access-Control-Allow-Methods’',
  'header-not-allowed': ({ evidence }) => firefoxHeader(evidence.expected),
  'header-wildcard-with-credentials': ({ evidence }) => firefoxHeader(evidence.expected),
  'authorization-not-listed': ({ evidence }) => firefoxHeader(evidence.expected),
  'redirect-with-credentials': () => 'CORS request external redirect not allowed',
  'redirect-scheme': () => 'CORS request not http',
  'unsupported-scheme': () => 'CORS request not http',
  'no-response': () => 'CORS request did not succeed',
}

function firefoxHeader(name: string): string {
  return `header ‘${name}’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response`
}

function firefox({ verdict, request, answer }: ConsoleSubject): string | null {
  const url = verdict.sent.at(-1)?.url ?? request.url
  if (verdict.reason === 'mixed-content') return `Blocked loading mixed active content “${url}”`
  const why = verdict.evidence && firefoxTexts[verdict.reason]?.({ evidence: verdict.evidence })
  if (!why) return null
  const status = ['allow-origin-missing', 'preflight-status', 'no-response'].includes(verdict.reason)
    ? ` Status code: ${verdict.reason === 'no-response' ? '(null)' : answer?.status}.`
    : ''
  return `Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${url}. (Reason: ${why}).${status}`
}

const webKitTexts: Texts = {
  'allow-origin-multiple': () => 'Access-Control-Allow-Origin cannot contain more than one origin.',
  'allow-origin-wildcard-with-credentials': () =>
    'Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true.',
  'allow-credentials-missing': () =>
    'Credentials flag is true, but Access-Control-Allow-Credentials is not "true".',
  'allow-credentials-not-true': () =>
    'Credentials flag is true, but Access-Control-Allow-Credentials is not "true".',
  'preflight-redirect': () => 'Preflight response is not successful.',
  'preflight-status': () => 'Preflight response is not successful.',
  'method-not-allowed': ({ evidence }) =>
    `Method ${evidence.expected} is not allowed by Access-Control-Allow-Methods.`,
  'method-wildcard-with-credentials': ({ evidence }) =>
    `Method ${evidence.expected} is not allowed by Access-Control-Allow-Methods.`,
  'header-not-allowed': ({ evidence }) => webKitHeader(evidence.expected),
  'header-wildcard-with-credentials': ({ evidence }) => webKitHeader(evidence.expected),
  'authorization-not-listed': ({ evidence }) => webKitHeader(evidence.expected),
  'no-response': () => 'Failed to load resource: The network connection was lost.',
}

const webKitHeader = (name: string): string =>
  `Request header field ${name} is not allowed by Access-Control-Allow-Headers.`

function webKit({ verdict, request, answer }: ConsoleSubject): string | null {
  const { reason, evidence } = verdict
  const status = answer === null ? '' : ` Status code: ${answer.status}`
  const origins: readonly Reason[] = [
    'allow-origin-missing',
    'allow-origin-mismatch',
    'allow-origin-not-null-after-redirect',
  ]
  if (origins.includes(reason))
    return `Origin ${request.origin} is not allowed by Access-Control-Allow-Origin.${status}`
  if (reason === 'mixed-content')
    return `[blocked] The page at ${request.origin}/ requested insecure content from ${request.url}. This content was blocked and must be served over HTTPS.`
  const text = evidence && webKitTexts[reason]?.({ evidence })
  if (!text)
    return `Fetch API cannot load ${verdict.sent.at(-1)?.url ?? request.url} due to access control checks.`
  return reason === 'preflight-status' ? `${text}${status}` : text
}
