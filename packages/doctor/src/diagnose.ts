import {
  browserEngines,
  type FetchRequest,
  getHeader,
  type HeaderList,
  isRedirectStatus,
  isRedirectTainted,
  judge,
  type Reason,
  type Verdict,
  valuesOf,
} from '@next-cross-origin/browser'
import { askedOf } from './asked.ts'
import type { Examination } from './examine.ts'
import type { Exchange } from './exchange.ts'
import { misspelt } from './near-miss.ts'
import { visible } from './visible.ts'

/** A cause that the doctor tells apart where the standard has one failure for many. Closed. */
export type Cause =
  | Reason
  | 'server-unreachable'
  | 'tls-failed'
  | 'plain-http-behind-https-url'
  | 'https-behind-plain-http-url'
  | 'timeout'
  | 'connection-closed'
  | 'not-http'
  | 'misspelt-header'
  | 'proxy-status'
  | 'allow-origin-invisible-character'
  | 'allow-origin-with-path'
  | 'allow-origin-trailing-slash'
  | 'allow-origin-letter-case'
  | 'allow-origin-other-scheme'
  | 'allow-origin-other-port'
  | 'allow-origin-not-an-origin'
  | 'preflight-needs-authentication'
  | 'preflight-refused'
  | 'preflight-not-handled'
  | 'error-without-cors'

/** What has to change. */
export interface Fix {
  readonly side: 'server' | 'client'
  readonly text: string
  /** The header lines that the server has to send; empty when no header mends it. */
  readonly lines: readonly string[]
}

export interface Warning {
  readonly code:
    | 'vary-missing'
    | 'authorization-behind-wildcard'
    | 'other-host'
    | 'null-origin-allowed'
    | 'browsers-differ'
  readonly text: string
}

export interface Diagnosis {
  readonly cause: Cause
  readonly explanation: string
  readonly fix: Fix | null
  readonly warnings: readonly Warning[]
}

/** Puts an examination into words: the cause, why it stops a browser, and what to change. */
export function diagnose(request: FetchRequest, examination: Examination): Diagnosis {
  const { verdict, exchanges } = examination
  const warnings = warningsOf(request, examination)
  if (verdict.allowed) {
    const vary = warnings.find(({ code }) => code === 'vary-missing')
    const allowed =
      verdict.reason === 'same-origin'
        ? 'The page and the URL have the same origin: CORS plays no part.'
        : 'The browser lets the page read the answer.'
    return {
      cause: verdict.reason,
      explanation: [allowed, ...warnings.map(({ text }) => text)].join(' '),
      fix:
        vary === undefined
          ? null
          : {
              side: 'server',
              text: 'Send `Vary: Origin` with every answer that depends on the origin.',
              lines: ['Vary: Origin'],
            },
      warnings,
    }
  }
  const last = exchanges.at(-1)
  const found =
    verdict.reason === 'no-response'
      ? withoutResponse(last)
      : afterTaint(request, exchanges, withResponse(request, examination))
  const where =
    verdict.stage === 'preflight' ? 'The preflight failed, so the browser never sent the request. ' : ''
  return {
    ...found,
    explanation: `${where}${[found.explanation, ...warnings.map(({ text }) => text)].join(' ')}`,
    warnings,
  }
}

type Finding = Omit<Diagnosis, 'warnings'>

/**
 * A finding whose fix would be header lines, where redirects have made the origin `null`: no line mends that safely, since
 * one that allows `null` lets in every sandboxed frame of every site.
 */
function afterTaint(request: FetchRequest, exchanges: readonly Exchange[], found: Finding): Finding {
  const urls = exchanges.map((exchange) => new URL(exchange.request.url))
  const isTainted = request.origin !== 'null' && isRedirectTainted(urls, request.origin)
  if (!isTainted || found.fix === null || found.fix.lines.length === 0) return found
  return {
    ...found,
    explanation: `The request was redirected from one foreign origin to another, so the browser sends \`Origin: null\`, which no server should allow. ${found.explanation}`,
    fix: { side: 'server', text: callFinalUrl, lines: [] },
  }
}

const callFinalUrl = 'Do not redirect: let the page call the final URL directly.'

function withoutResponse(exchange: Exchange | undefined): Finding {
  const url = new URL(exchange?.request.url ?? 'http://invalid')
  const failure = exchange?.failure
  const detail = visible(failure?.detail ?? '')
  const client = (cause: Cause, explanation: string, text: string): Finding => ({
    cause,
    explanation,
    fix: { side: 'client', text, lines: [] },
  })
  const server = (cause: Cause, explanation: string, text: string): Finding => ({
    cause,
    explanation,
    fix: { side: 'server', text, lines: [] },
  })
  if (exchange?.response?.status === 407) {
    return server(
      'proxy-status',
      `The server at ${url.host} answered with status 407, which is for proxies: the browser takes it for the word of a proxy that it does not use, and gives the page nothing.`,
      'Answer with 401 instead.',
    )
  }
  if (failure?.code === 'tls' || (failure?.code === 'closed' && /SSL|TLS|EPROTO/.test(detail))) {
    return /wrong version number|packet length too long/i.test(detail)
      ? client(
          'plain-http-behind-https-url',
          `The URL says https, but the server at ${url.host} speaks plain http.`,
          `Call http://${url.host} instead, or give the server a certificate.`,
        )
      : server(
          'tls-failed',
          `No encrypted connection to ${url.host} came about: ${detail}. A browser refuses it too, and reports it like a CORS failure.`,
          'Give the server a certificate that browsers trust.',
        )
  }
  if (failure?.code === 'not-http' && url.protocol === 'http:' && /begins: \.\.\./.test(detail)) {
    return client(
      'https-behind-plain-http-url',
      `The URL says http, but the server at ${url.host} speaks https.`,
      `Call https://${url.host} instead.`,
    )
  }
  if (failure?.code === 'timeout') {
    return server(
      'timeout',
      `The server at ${url.host} took the request and gave ${detail}.`,
      'Find out why the server does not answer; no header mends that.',
    )
  }
  if (failure?.code === 'closed') {
    return server(
      'connection-closed',
      `The server at ${url.host} ended the connection without an answer (${detail}).${url.protocol === 'http:' ? ' A server that speaks https does that to a plain http request.' : ''}`,
      'Check http against https in the URL, then look into the log of the server for this request.',
    )
  }
  if (failure?.code === 'not-http') {
    return server(
      'not-http',
      `The server at ${url.host} answered, but the answer is not proper HTTP: ${detail}.`,
      unreadableFix(detail),
    )
  }
  return server(
    'server-unreachable',
    `Nothing answers at ${url.host}: ${detail}. A browser reports this like a CORS failure, but no header mends it.`,
    `Start the server, and check host and port of ${url.origin}.`,
  )
}

function unreadableFix(detail: string): string {
  if (detail.includes('head is longer')) return 'Send fewer or shorter header lines.'
  if (detail.includes('several different')) return 'Send that header once, with one value.'
  return 'Make sure that an HTTP server listens on this port.'
}

function withResponse(request: FetchRequest, { verdict, exchanges }: Examination): Finding {
  const { evidence, reason } = verdict
  const exchange = exchanges.at(-1)
  const answer = exchange?.response ?? null
  const headers = answer?.headers ?? []
  const lines = linesFor(request, exchanges, verdict.stage === 'preflight')
  const raw = evidence?.value ?? null
  const value = raw === null ? null : visible(raw)
  const location = visible(getHeader(headers, 'location') ?? 'nowhere')
  const expected = evidence?.expected ?? ''
  const server = (
    cause: Cause,
    explanation: string,
    text = 'Send these header lines.',
    own: readonly string[] = lines,
  ): Finding => ({
    cause,
    explanation,
    fix: { side: 'server', text, lines: own },
  })
  const client = (explanation: string, text: string): Finding => ({
    cause: reason,
    explanation,
    fix: { side: 'client', text, lines: [] },
  })

  const absent = evidence?.header && value === null ? misspelt(headers, evidence.header) : null
  if (absent !== null) {
    return server(
      'misspelt-header',
      `The server sends \`${absent}\`, which is misspelt: the header is called \`${evidence?.header}\`. Browsers ignore names they do not know.`,
      `Rename \`${absent}\` to \`${evidence?.header}\`.`,
    )
  }

  switch (reason) {
    case 'allow-origin-missing':
      if (exchange !== undefined && isRedirectStatus(answer?.status ?? 0)) {
        return server(
          reason,
          `The answer is a redirect (status ${answer?.status}, to ${location}) without \`Access-Control-Allow-Origin\`. Browsers check every answer on the way, not the last alone.${redirectHint(exchange)}`,
          'Send these header lines with the redirect too; or let the page call the URL that it leads to.',
        )
      }
      return (answer?.status ?? 0) >= 400
        ? server(
            'error-without-cors',
            `The server answered with status ${answer?.status}, and this error answer has no \`Access-Control-Allow-Origin\`. The browser hides it, so the page sees a CORS failure instead of the error.`,
            'Add the CORS headers before anything that can fail, so that errors carry them too; then mend the error itself.',
          )
        : server(reason, 'The answer has no `Access-Control-Allow-Origin` header.')
    case 'allow-origin-multiple':
      if (isOneWithComma(headers)) {
        return server(
          reason,
          `\`Access-Control-Allow-Origin\` is \`${value}\`: a comma before or after its value makes it a list, which it may not be.`,
          'Send the origin alone, without the comma.',
        )
      }
      return server(
        reason,
        `\`Access-Control-Allow-Origin\` has more than one value: \`${value}\`. It may have exactly one. Often both the application and a proxy add it.`,
        'Send it once, from one place.',
      )
    case 'allow-origin-wildcard-with-credentials':
      return server(
        reason,
        '`Access-Control-Allow-Origin` is `*`, which does not count for a request with credentials.',
        'Name the origin instead of `*`.',
      )
    case 'allow-origin-not-null-after-redirect':
      return server(
        reason,
        `The request was redirected from one foreign origin to another, so the browser sends \`Origin: null\`, and \`${value}\` does not match that.`,
        callFinalUrl,
        [],
      )
    case 'allow-origin-mismatch':
      return mismatch(raw ?? '', expected, server)
    case 'allow-credentials-missing':
      return server(
        reason,
        'The request has credentials, but the answer has no `Access-Control-Allow-Credentials: true`.',
      )
    case 'allow-credentials-not-true':
      return server(
        reason,
        `\`Access-Control-Allow-Credentials\` is \`${value}\`; only \`true\`, in lower case and once, counts.`,
      )
    case 'preflight-redirect':
      return server(
        reason,
        `The preflight was redirected (status ${value}, to ${location}). A preflight may not be.${redirectHint(exchange)}`,
        'Answer OPTIONS with 204 at this very URL, before anything redirects; or let the page call the URL that the redirect leads to.',
      )
    case 'preflight-status':
      return preflightStatus(answer?.status ?? 0, server)
    case 'allow-methods-malformed':
    case 'allow-headers-malformed':
      return server(
        reason,
        `\`${evidence?.header}\` cannot be read: \`${value}\` is no list of names separated by commas.`,
      )
    case 'method-not-allowed':
      if (expected !== expected.toUpperCase()) {
        return client(
          `The preflight's answer does not allow the method \`${expected}\`: \`Access-Control-Allow-Methods\` is ${quoted(value)}. Methods are compared letter by letter, case included, and \`fetch()\` sends this one as it is written.`,
          `Write it in capitals: \`${expected.toUpperCase()}\`. Servers take \`${expected}\` for another method, or refuse it, so allowing it would not help.`,
        )
      }
      return server(
        reason,
        `The preflight's answer does not allow the method \`${expected}\`: \`Access-Control-Allow-Methods\` is ${quoted(value)}. Methods are compared letter by letter, case included.`,
      )
    case 'method-wildcard-with-credentials':
      return server(
        reason,
        `\`Access-Control-Allow-Methods: *\` does not count for a request with credentials; \`*\` is then the name of a method.`,
        'Name the methods.',
      )
    case 'header-not-allowed':
      return server(
        reason,
        `The preflight's answer does not allow the request header \`${expected}\`: \`Access-Control-Allow-Headers\` is ${quoted(value)}.`,
      )
    case 'header-wildcard-with-credentials':
      return server(
        reason,
        `\`Access-Control-Allow-Headers: *\` does not count for a request with credentials, so the request header \`${expected}\` is not allowed.`,
        'Name the headers.',
      )
    case 'authorization-not-listed':
      return server(
        reason,
        '`Authorization` has to be named in `Access-Control-Allow-Headers`; `*` does not cover it.',
      )
    case 'redirect-location-malformed':
      return server(
        reason,
        value === ''
          ? 'The answer redirects, but its `Location` is empty.'
          : `The answer redirects to \`${value}\`, which is no URL.`,
        'Send one valid `Location`.',
        [],
      )
    case 'redirect-scheme':
      return server(
        reason,
        `The answer redirects to \`${value}\`; a fetch follows http and https only.`,
        'Redirect to an http or https URL, or not at all.',
        [],
      )
    case 'redirect-with-credentials':
      return server(
        reason,
        `The answer redirects to a URL with user name or password (\`${value}\`), which CORS forbids.`,
        'Leave user name and password out of `Location`.',
        [],
      )
    case 'redirect-limit':
      return server(
        reason,
        'The browser gave up after 20 redirects: this is probably a loop.',
        isLoopOfOne(exchanges)
          ? 'The URL redirects to itself: let it answer, or redirect elsewhere.'
          : 'Look at the chain of redirects above; its rules send the request back and forth.',
        [],
      )
    case 'mixed-content':
      return client(
        'The page is https and the URL is http: browsers block mixed content before anything is sent.',
        `Call the URL over https${portHint(request.url)}.`,
      )
    case 'url-with-credentials':
      return client(
        '`fetch()` refuses a URL with user name and password.',
        'Take them out of the URL and send an `Authorization` header.',
      )
    case 'bad-port':
      return client(
        `Browsers refuse to connect to port ${value}, because another protocol lives there. Nothing was sent.`,
        'Let the server listen on another port.',
      )
    case 'forbidden-method':
      return client(`\`fetch()\` refuses the method \`${value}\`. Nothing was sent.`, 'Use another method.')
    case 'invalid-method':
      return client(
        `\`${value}\` is no method: a method is one word without spaces. Nothing was sent.`,
        'Use a valid method.',
      )
    case 'invalid-header':
      return client(
        `\`fetch()\` refuses the request header \`${evidence?.header}\`: its name or its value is not valid. Nothing was sent.`,
        'Correct the header.',
      )
    default:
      return client(
        `A browser refuses this request before it sends anything (${reason}).`,
        'Correct the request.',
      )
  }
}

/** Whether there is one line with one value, and a comma beside it. */
function isOneWithComma(headers: HeaderList): boolean {
  const values = valuesOf(headers, 'access-control-allow-origin')
  const members = (values[0] ?? '').split(',').filter((member) => member.trim() !== '')
  return values.length === 1 && members.length <= 1 && (values[0] ?? '').includes(',')
}

function isLoopOfOne(exchanges: readonly Exchange[]): boolean {
  return new Set(exchanges.map(({ request }) => request.url.replace(/#.*$/, ''))).size === 1
}

type ServerFinding = (cause: Cause, explanation: string, text?: string, own?: readonly string[]) => Finding

function mismatch(value: string, expected: string, server: ServerFinding): Finding {
  const says = `\`Access-Control-Allow-Origin\` is \`${visible(value)}\`, but the page's origin is \`${expected}\``
  const foreign = /[^\x21-\x7e]/g
  if (value.replace(foreign, '') === expected) {
    const found = [...new Set(value.match(foreign))].map((each) => `\`${visible(each)}\``)
    return server(
      'allow-origin-invisible-character',
      `${says}: they differ in an invisible or foreign character, written ${found.join(', ')} here. It often comes from a file of settings.`,
      'Remove that character.',
    )
  }
  if (value.replace(/\/+$/, '') === expected) {
    return server(
      'allow-origin-trailing-slash',
      `${says}: the trailing slash is one character too many. An origin ends after host and port.`,
      'Remove the trailing slash.',
    )
  }
  if (value.toLowerCase() === expected.toLowerCase()) {
    return server(
      'allow-origin-letter-case',
      `${says}: they differ in letter case, and browsers compare byte for byte. An origin is in lower case.`,
      'Write the origin in lower case.',
    )
  }
  let sent: URL
  try {
    sent = new URL(value)
  } catch {
    const hint = value.includes('*')
      ? ' A `*` within an origin is no pattern to a browser.'
      : ' An origin is scheme, host and port, without quotes.'
    return server(
      value === 'null' ? 'allow-origin-mismatch' : 'allow-origin-not-an-origin',
      `${says}.${value === 'null' ? '' : hint}`,
      "Send the page's own origin, from a list of origins that you trust.",
    )
  }
  if (sent.origin === expected && sent.href !== `${expected}/`) {
    return server(
      'allow-origin-with-path',
      `${says}: an origin has no path. It is scheme, host and port, and ends there.`,
      'Send the origin alone.',
    )
  }
  const wanted = URL.canParse(expected) ? new URL(expected) : null
  if (wanted !== null && sent.hostname === wanted.hostname) {
    if (sent.protocol !== wanted.protocol)
      return server(
        'allow-origin-other-scheme',
        `${says}: one is ${sent.protocol.slice(0, -1)}, the other ${wanted.protocol.slice(0, -1)}, and these are different origins.`,
      )
    if (sent.port !== wanted.port)
      return server('allow-origin-other-port', `${says}: the ports differ, so these are different origins.`)
  }
  if (sent.hostname.includes('*'))
    return server(
      'allow-origin-not-an-origin',
      `${says}. A \`*\` within an origin is no pattern to a browser.`,
      'Compare on the server, and send the one origin that asked.',
    )
  return server('allow-origin-mismatch', `${says}.`, "Add the page's origin to those that the server allows.")
}

function preflightStatus(status: number, server: ServerFinding): Finding {
  const must = 'Browsers want a status from 200 to 299.'
  if (status === 401 || status === 407)
    return server(
      'preflight-needs-authentication',
      `The server asks the preflight to authenticate (status ${status}). A preflight never carries cookies or \`Authorization\`. ${must}`,
      'Answer OPTIONS before the authentication.',
    )
  if (status === 403)
    return server(
      'preflight-refused',
      `The server refuses the preflight (status 403): probably this origin is not among those it allows. ${must}`,
      'Allow the origin, and answer OPTIONS with 204.',
    )
  if ([404, 405, 501].includes(status))
    return server(
      'preflight-not-handled',
      `The server does not know how to answer OPTIONS (status ${status}). ${must}`,
      'Handle OPTIONS at this URL.',
    )
  return server(
    'preflight-status',
    `The preflight was answered with status ${status}. ${must}`,
    'Answer OPTIONS with 204.',
  )
}

function warningsOf(request: FetchRequest, examination: Examination): Warning[] {
  const { verdict, exchanges } = examination
  const warnings = differencesOf(examination)
  const hosts = [...new Set(exchanges.map((exchange) => new URL(exchange.request.url).host))]
  if (hosts.length > 1)
    warnings.push({
      code: 'other-host',
      text: `Redirects led to another host: ${hosts.join(' → ')}; requests were sent to each.`,
    })
  if (!verdict.allowed || verdict.response?.type !== 'cors') return warnings
  const answer = exchanges.at(-1)?.response
  const origin = getHeader(answer?.headers ?? [], 'access-control-allow-origin')
  const vary = (getHeader(answer?.headers ?? [], 'vary') ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
  if (origin !== '*' && !vary.includes('origin') && !vary.includes('*')) {
    warnings.push({
      code: 'vary-missing',
      text: 'The answer names one origin but has no `Vary: Origin`: a cache may hand it to a page of another origin, where it then fails. Only a server that sends this very value to everyone can do without.',
    })
  }
  if (origin === 'null')
    warnings.push({
      code: 'null-origin-allowed',
      text: '`Access-Control-Allow-Origin: null` lets in every sandboxed frame of every site.',
    })
  const answers = exchanges.map(({ response }) =>
    response === null ? { type: 'no-response' as const } : { type: 'response' as const, ...response },
  )
  if (judge(request, answers).reason === 'authorization-not-listed') {
    warnings.push({
      code: 'authorization-behind-wildcard',
      text: 'By the standard, `*` does not cover `Authorization`; browsers still let it pass. Name it in `Access-Control-Allow-Headers`.',
    })
  }
  return warnings
}

const nameOf = { chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKit' } as const

/** Why a browser decides as it does; where it has no answer although the server sent one, what it makes of that. */
function whyOf({ evidence, reason }: Verdict, exchanges: readonly Exchange[]): string {
  if (reason !== 'no-response' || exchanges.at(-1)?.response == null) return reason
  return evidence?.value === '407' ? 'status 407 is for proxies' : 'it cannot read the head of the answer'
}

/** Where a browser does not do what the verdict says, or would have sent something that was not sent. */
function differencesOf({ verdict, exchanges, browsers }: Examination): Warning[] {
  return browserEngines.flatMap((engine): Warning[] => {
    const own = browsers[engine]
    if (own?.allowed === verdict.allowed) return []
    const text =
      own === null
        ? `${nameOf[engine]} would have sent something else here: ask again with --engine ${engine}.`
        : `${nameOf[engine]} ${own.allowed ? 'allows' : 'blocks'} it all the same (${whyOf(own, exchanges)}).`
    return [{ code: 'browsers-differ', text }]
  })
}

/** The header lines that would let this request through. */
function linesFor(request: FetchRequest, exchanges: readonly Exchange[], isPreflight: boolean): string[] {
  const lines = [`Access-Control-Allow-Origin: ${request.origin}`]
  if (request.credentials === 'include') lines.push('Access-Control-Allow-Credentials: true')
  if (isPreflight) {
    const { method, headerNames } = askedOf(request, exchanges)
    lines.push(`Access-Control-Allow-Methods: ${method}`)
    if (headerNames.length > 0) lines.push(`Access-Control-Allow-Headers: ${headerNames.join(', ')}`)
  }
  return [...lines, 'Vary: Origin']
}

function redirectHint(exchange: Exchange | undefined): string {
  const location = getHeader(exchange?.response?.headers ?? ([] as HeaderList), 'location')
  if (exchange === undefined || location === null || !URL.canParse(location, exchange.request.url)) return ''
  const from = new URL(exchange.request.url)
  const to = new URL(location, from)
  if (from.protocol === 'http:' && to.protocol === 'https:')
    return ' It leads from http to https: call https at once.'
  if (`${from.pathname}/` === to.pathname || from.pathname === `${to.pathname}/`)
    return ' It only adds or removes a trailing slash of the path.'
  return ''
}

function portHint(url: string): string {
  const { port } = new URL(url)
  return port === '' ? '' : ` (port ${port} speaks http; https has another)`
}

function quoted(value: string | null): string {
  return value === null ? 'missing' : `\`${value}\``
}
