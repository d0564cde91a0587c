import type { BrowserEngine, HeaderList, Reason } from '@next-cross-origin/browser'
import type { Response } from '../exchange.ts'
import { NO_REASON } from '../rules/no-answer.ts'
import { type Case, emptyCase, originFrom } from './case.ts'
import { messageBesideCors } from './console-other.ts'

/** Describes what a console's message says. */
interface Message {
  readonly engine: BrowserEngine
  readonly url: string | null
  readonly redirectedFrom: string | null
  readonly origin: string | null
  readonly isPreflight: boolean
  readonly reason: Reason
  /** The value, method or header that the message quotes. */
  readonly value: string
  readonly status: number | null
}

type Sentence = readonly [reason: Reason, pattern: RegExp]

/** Reads what a browser's console says about a blocked call; null when the text has no such message. */
export function readConsole(text: string): Case | null {
  const joined = text.replace(/[‘’“”]/g, "'").replace(/\s+/g, ' ')
  const message = readChromium(joined) ?? readFirefox(joined) ?? readWebKit(joined)
  return message === null ? messageBesideCors(joined) : caseOf(message, joined)
}

const chromiumSentences: readonly Sentence[] = [
  ['allow-origin-missing', /No 'Access-Control-Allow-Origin' header is present/],
  ['allow-origin-multiple', /contains multiple values '([^']*)'/],
  ['allow-origin-mismatch', /contains the invalid value '([^']*)'|has a value '([^']*)' that is not equal/],
  ['allow-origin-wildcard-with-credentials', /must not be the wildcard '\*'/],
  ['allow-credentials-not-true', /'Access-Control-Allow-Credentials' header in the response is '([^']*)'/],
  ['preflight-redirect', /Redirect is not allowed for a preflight request/],
  ['preflight-status', /It does not have HTTP ok status/],
  ['allow-methods-malformed', /Cannot parse Access-Control-Allow-Methods/],
  ['allow-headers-malformed', /Cannot parse Access-Control-Allow-Headers/],
  ['method-not-allowed', /Method (\S+) is not allowed by Access-Control-Allow-Methods/],
  ['header-not-allowed', /Request header field (\S+) is not allowed by Access-Control-Allow-Headers/],
  ['redirect-with-credentials', /contains a username and password/],
  ['redirect-scheme', /only supported for protocol schemes/],
]

function readChromium(text: string): Message | null {
  const head =
    /Access to [\w -]+? at '([^']*)'(?: \(redirected from '([^']*)'\))? from origin '([^']*)' has been blocked by CORS policy: (.*)/.exec(
      text,
    )
  if (head === null) return null
  const [, url = '', redirectedFrom = null, origin = '', why = ''] = head
  const found = sentenceIn(why, chromiumSentences)
  if (found === null) return null
  const isPreflight = /preflight/.test(why.slice(0, 140)) || listReasons.has(found.reason)
  return { engine: 'chromium', url, redirectedFrom, origin, isPreflight, ...found, status: statusIn(text) }
}

const listReasons: ReadonlySet<Reason> = new Set([
  'allow-methods-malformed',
  'allow-headers-malformed',
  'method-not-allowed',
  'header-not-allowed',
  'preflight-status',
  'preflight-redirect',
])

/** The status in the line that Chromium writes beside the message: `GET https://… net::ERR_FAILED 401 (Unauthorized)`. */
function statusIn(text: string): number | null {
  const status = /net::ERR_FAILED (\d{3})/.exec(text)?.[1]
  return status === undefined ? null : Number(status)
}

const firefoxSentences: readonly Sentence[] = [
  ['allow-origin-missing', /'Access-Control-Allow-Origin' missing/],
  ['allow-origin-multiple', /Multiple CORS header/],
  ['allow-origin-mismatch', /'Access-Control-Allow-Origin' does not match '([^']*)'/],
  ['allow-origin-wildcard-with-credentials', /Credential is not supported if/],
  ['allow-credentials-not-true', /expected 'true' in CORS header/],
  ['method-not-allowed', /Did not find method in CORS header/],
  ['allow-methods-malformed', /invalid token '([^']*)' in CORS header 'Access-Control-Allow-Methods'/],
  ['allow-headers-malformed', /invalid token '([^']*)' in CORS header 'Access-Control-Allow-Headers'/],
  [
    'header-not-allowed',
    /header '([^']*)' is not allowed according to header|missing token '([^']*)' in CORS header/,
  ],
  ['preflight-status', /CORS preflight (response|channel) did not succeed/],
  ['preflight-redirect', /external redirect not allowed/],
  ['unsupported-scheme', /CORS request not http/],
  ['no-response', /CORS request did not succeed/],
]

function readFirefox(text: string): Message | null {
  const head =
    /Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at (\S+?)\.? \(Reason: (.*?)\)\.?(?: Status code: (\d{3}))?(?:\s|\.|$)/.exec(
      text,
    )
  if (head === null) return null
  const [, url = '', why = '', status] = head
  const found = sentenceIn(why, firefoxSentences)
  if (found === null) return null
  const isPreflight = listReasons.has(found.reason)
  const message = {
    engine: 'firefox' as const,
    url,
    redirectedFrom: null,
    origin: null,
    isPreflight,
    ...found,
  }
  return { ...message, status: status === undefined ? null : Number(status) }
}

const webKitSentences: readonly Sentence[] = [
  ['allow-origin-missing', /Origin \S+ is not allowed by Access-Control-Allow-Origin/],
  ['allow-origin-multiple', /Access-Control-Allow-Origin cannot contain more than one origin/],
  ['allow-origin-wildcard-with-credentials', /Cannot use wildcard in Access-Control-Allow-Origin/],
  ['allow-credentials-not-true', /Credentials flag is true, but Access-Control-Allow-Credentials/],
  ['preflight-status', /Preflight response is not successful/],
  ['method-not-allowed', /Method (\S+) is not allowed by Access-Control-Allow-Methods\./],
  ['header-not-allowed', /Request header field (\S+) is not allowed by Access-Control-Allow-Headers\./],
]

function readWebKit(text: string): Message | null {
  const found = sentenceIn(text, webKitSentences)
  if (found === null) return null
  const origin = /Origin (\S+) is not allowed by/.exec(text)?.[1] ?? null
  const url = /(?:Fetch API|XMLHttpRequest) cannot load (\S+?) due to/.exec(text)?.[1] ?? null
  const status = /Status code: (\d{3})/.exec(text)?.[1]
  return {
    engine: 'webkit',
    url,
    redirectedFrom: null,
    origin,
    isPreflight: listReasons.has(found.reason),
    ...found,
    status: status === undefined ? null : Number(status),
  }
}

function sentenceIn(text: string, sentences: readonly Sentence[]): { reason: Reason; value: string } | null {
  for (const [reason, pattern] of sentences) {
    const match = pattern.exec(text)
    if (match !== null) return { reason, value: match.slice(1).find((each) => each !== undefined) ?? '' }
  }
  return null
}

/** Makes a case of a message: the answers are the ones that the message describes, so that the same rules judge them. */
function caseOf(message: Message, text: string): Case {
  const { engine, isPreflight, reason, redirectedFrom, value } = message
  const origin = originFrom(message.origin)
  const url = redirectedFrom ?? message.url
  const asked = askedBy(message, text)
  const needsCredentials = /credentials/.test(reason)
  const base: Case = {
    ...emptyCase,
    ...asked,
    source: 'console',
    engine,
    url,
    origin,
    credentials: needsCredentials ? 'include' : null,
  }
  if (['no-response', 'unsupported-scheme'].includes(reason))
    return {
      ...base,
      isReconstructed: true,
      answers: {
        preflight: null,
        request: [],
        failure: { code: 'unreachable', detail: NO_REASON },
      },
    }
  const answer = described(message, origin ?? '', asked)
  const hop = redirectedFrom === null ? [] : [redirectTo(message.url ?? '', origin ?? '')]
  const answers = isPreflight
    ? { preflight: answer, request: [] }
    : { preflight: null, request: [...hop, answer] }
  return { ...base, isReconstructed: true, answers: value === undefined ? null : answers }
}

/** Returns what the page asked for, as far as the message and the lines beside it say. */
function askedBy({ isPreflight, reason, value }: Message, text: string): Pick<Case, 'method' | 'headers'> {
  const written = /\b(GET|HEAD|POST|PUT|PATCH|DELETE) https?:\/\/\S+ net::/.exec(text)?.[1] ?? null
  if (reason === 'method-not-allowed' || reason === 'allow-methods-malformed')
    return {
      method: reason === 'method-not-allowed' && value !== '' ? value : (written ?? 'PUT'),
      headers: [],
    }
  if (reason === 'header-not-allowed') return { method: written, headers: [[value, '1']] }
  // Something made it ask first; the message does not say what, and JSON is what most calls send.
  return isPreflight
    ? { method: written ?? 'POST', headers: [['content-type', 'application/json']] }
    : { method: written, headers: [] }
}

/** The answer that makes a browser say this. */
function described(message: Message, origin: string, asked: Pick<Case, 'method' | 'headers'>): Response {
  const { isPreflight, reason, value } = message
  const good: [string, string][] = [
    ['Access-Control-Allow-Origin', origin],
    ['Access-Control-Allow-Credentials', 'true'],
    ...(isPreflight
      ? ([
          ['Access-Control-Allow-Methods', asked.method ?? 'GET'],
          ['Access-Control-Allow-Headers', asked.headers.map(([name]) => name).join(', ')],
        ] satisfies [string, string][])
      : []),
  ]
  const without = (name: string): HeaderList =>
    good.filter(([each]) => each !== `Access-Control-Allow-${name}`)
  const withValue = (name: string, text: string): HeaderList => [
    ...without(name),
    [`Access-Control-Allow-${name}`, text],
  ]
  const ok = message.status ?? 200
  const response = (headers: HeaderList, status = ok): Response => ({ status, statusText: '', headers })
  switch (reason) {
    case 'allow-origin-missing':
      return response([], message.status ?? (isPreflight ? 204 : 200))
    case 'allow-origin-multiple':
      return response(withValue('Origin', value === '' ? `${origin}, *` : value))
    case 'allow-origin-mismatch':
      return response(withValue('Origin', value))
    case 'allow-origin-wildcard-with-credentials':
      return response(withValue('Origin', '*'))
    case 'allow-credentials-not-true':
      return response(value === '' ? without('Credentials') : withValue('Credentials', value))
    case 'method-not-allowed':
      return response(without('Methods'))
    case 'header-not-allowed':
      return response(without('Headers'))
    case 'allow-methods-malformed':
      return response(withValue('Methods', value === '' ? 'GET POST' : value))
    case 'allow-headers-malformed':
      return response(withValue('Headers', value === '' ? 'a b' : value))
    case 'preflight-redirect':
      return response(good, 307)
    case 'preflight-status':
      return response(good, message.status ?? 404)
    case 'redirect-with-credentials':
      return { ...redirectTo('http://user:password@invalid/', origin) }
    case 'redirect-scheme':
      return redirectTo(message.url ?? 'ftp://invalid/', origin)
    default:
      return response(good)
  }
}

function redirectTo(url: string, origin: string): Response {
  const headers: HeaderList = [
    ['Access-Control-Allow-Origin', origin],
    ['Access-Control-Allow-Credentials', 'true'],
    ['Location', url],
  ]
  return { status: 302, statusText: '', headers }
}
