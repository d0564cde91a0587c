import { getHeader, type HeaderList, isRedirectStatus, valuesOf } from '@next-cross-origin/browser'
import type { Facts, RulesByReason } from '../facts.ts'
import { clientFinding, type Finding, serverFinding } from '../finding.ts'
import { visible } from '../visible.ts'
import { redirectHint } from './redirect.ts'

const sendLines = 'Send these header lines.'
const setEarly =
  'Send these header lines. Set them before the routes: middleware that is added after a route never runs for it.'

/** The CORS check (Fetch §4.10), of a preflight's answer or of the answer itself. */
export const allowOriginRules: RulesByReason = {
  'allow-origin-missing': missing,
  'allow-origin-multiple': multiple,
  'allow-origin-wildcard-with-credentials': ({ lines, verdict }) =>
    serverFinding(
      verdict.reason,
      '`Access-Control-Allow-Origin` is `*`, which does not count for a request with credentials.',
      'Name the origin instead of `*`. If the call needs no cookie, let the page leave out `credentials: "include"` instead (axios: `withCredentials`).',
      lines,
    ),
  'allow-origin-not-null-after-redirect': ({ value, verdict }) =>
    serverFinding(
      verdict.reason,
      `The request was redirected from one foreign origin to another, so the browser sends \`Origin: null\`, and \`${value}\` does not match that.`,
      'Do not redirect: let the page call the final URL directly.',
    ),
  'allow-origin-mismatch': mismatch,
  'allow-credentials-missing': ({ lines, verdict }) =>
    serverFinding(
      verdict.reason,
      'The request has credentials, but the answer has no `Access-Control-Allow-Credentials: true`.',
      sendLines,
      lines,
    ),
  'allow-credentials-not-true': ({ lines, value, verdict }) =>
    serverFinding(
      verdict.reason,
      `\`Access-Control-Allow-Credentials\` is \`${value}\`; only \`true\`, in lower case and once, counts.`,
      sendLines,
      lines,
    ),
}

function missing(facts: Facts): Finding {
  const { answer, last, lines, location, status, url, verdict } = facts
  if (last !== undefined && isRedirectStatus(status)) {
    if (location?.hostname === url.hostname)
      return clientFinding(
        verdict.reason,
        `The answer is a redirect (status ${status}, to ${location.href}) without \`Access-Control-Allow-Origin\`. Browsers check every answer on the way, not the last alone.${redirectHint(url, location)}`,
        `Call \`${location.href}\` in the page, which is where it leads; or let the server send the CORS headers with the redirect too.`,
      )
    return serverFinding(
      verdict.reason,
      `The answer is a redirect (status ${status}, to ${visible(getHeader(answer?.headers ?? [], 'location') ?? 'nowhere')}) without \`Access-Control-Allow-Origin\`. Browsers check every answer on the way, not the last alone.${redirectHint(url, location)}`,
      'Send these header lines with the redirect too; or let the page call the URL that it leads to.',
      lines,
    )
  }
  if (status >= 400) return errorWithoutCors(facts)
  const html = htmlPage(facts)
  if (html !== null) return html
  const list = listHint(facts)
  const none = 'The answer has no `Access-Control-Allow-Origin` header.'
  return list === null
    ? serverFinding(verdict.reason, none, setEarly, lines)
    : serverFinding(verdict.reason, `${none} ${list}`, addToList, lines)
}

const addToList =
  'Add this origin to the list of origins that the server allows; with it, these header lines follow.'

/** Says why the server seems to have CORS already, and only this origin is not on its list; null when nothing hints at it. */
function listHint({ answer, headers, request }: Facts): string | null {
  const varies = /(^|,)\s*origin\s*(,|$)/i.test(getHeader(headers, 'vary') ?? '')
  const others = ['credentials', 'methods', 'headers', 'expose-headers', 'max-age'].filter(
    (name) =>
      getHeader(headers, `access-control-allow-${name}`) !== null ||
      getHeader(headers, `access-control-${name}`) !== null,
  )
  const says =
    /(not allowed by cors|cors.{0,40}(not allowed|denied|forbidden|invalid|disallowed)|(invalid|disallowed) cors|origin.{0,40}not (allowed|permitted))/i.exec(
      answer?.body ?? '',
    )?.[0]
  const sign =
    says !== undefined
      ? `it says \`${visible(says)}\``
      : varies
        ? 'it sends `Vary: Origin`'
        : others.length > 0
          ? `it sends \`Access-Control-${others[0] === 'max-age' || others[0] === 'expose-headers' ? '' : 'Allow-'}…\` headers`
          : null
  if (sign === null) return null
  return `The server does decide by origin (${sign}), so \`${request.origin}\` is probably not on its list.`
}

function errorWithoutCors(facts: Facts): Finding {
  const { lines, status } = facts
  const list = listHint(facts)
  const hidden = `The server answered with status ${status}, and this error answer has no \`Access-Control-Allow-Origin\`. The browser hides it, so the page sees a CORS failure instead of the error.`
  if (list !== null && (status < 500 || list.includes('it says')))
    return serverFinding('error-without-cors', `${hidden} ${list}`, addToList, lines)
  const always = alwaysHint(facts)
  return serverFinding(
    'error-without-cors',
    `${hidden}${always}${statusHint(facts)}`,
    `Add the CORS headers ${always === '' ? 'before anything that can fail, so that errors carry them too' : 'to errors too, with `always`'}; then mend the error itself.`,
    lines,
  )
}

/** The two servers that leave their own header lines out of errors unless told otherwise. */
function alwaysHint({ headers }: Facts): string {
  const server = getHeader(headers, 'server') ?? ''
  if (/^(nginx|openresty)/i.test(server))
    return ' If nginx adds the headers (`add_header`), it leaves them out of errors, unless the line ends with `always`.'
  return /^Apache/.test(server)
    ? ' If Apache adds the headers (`Header set`), it leaves them out of errors, unless the line says `Header always set`.'
    : ''
}

function statusHint({ request, status, url }: Facts): string {
  if (status === 404) return ` First check the path: is \`${url.pathname}\` one that the server knows?`
  if (status === 405)
    return ` First check the method: does the server take ${request.method ?? 'GET'} at this path?`
  if (status === 401) return ' The call is not signed in: no cookie, or no valid `Authorization`, came along.'
  if (status >= 500) return ' The log of the server has the error.'
  return ''
}

/** An HTML page with status 200 at a path that is none of a page: usually the page's own server, or a single-page fallback. */
function htmlPage({ answer, headers, lines, responder, url }: Facts): Finding | null {
  const isHtml = /^text\/html/i.test(getHeader(headers, 'content-type') ?? '')
  const isDocument = /^\s*<(!doctype html|html)/i.test(answer?.body ?? '')
  if (!isHtml || !isDocument || url.pathname === '/' || /\.html?$/.test(url.pathname)) return null
  return {
    cause: 'html-instead-of-api',
    explanation: `The answer has no \`Access-Control-Allow-Origin\` header, and it is an HTML page${responder.name === null ? '' : ` of ${responder.name}`}: probably this host answers with its page for every path, and the API is somewhere else.`,
    fix: {
      side: 'client',
      text: 'Check host, port and path of the URL: does a call with curl answer what the API should? If it is the right one, send these header lines.',
      lines,
    },
  }
}

function multiple({ headers, lines, value, verdict, exchanges }: Facts): Finding {
  if (isOneWithComma(headers)) {
    return serverFinding(
      verdict.reason,
      `\`Access-Control-Allow-Origin\` is \`${value}\`: a comma before or after its value makes it a list, which it may not be.`,
      'Send the origin alone, without the comma.',
      lines,
    )
  }
  return serverFinding(
    verdict.reason,
    `\`Access-Control-Allow-Origin\` has more than one value: \`${value}\`. It may have exactly one. Often both the application and a proxy add it.${secondWriter(headers, exchanges)}`,
    'Send it once, from one place.',
    lines,
  )
}

/** Says which of two writers added the second value, where the answer tells. */
function secondWriter(headers: HeaderList, exchanges: Facts['exchanges']): string {
  const preflight = exchanges.find(({ purpose }) => purpose === 'preflight')?.response
  const values = valuesOf(headers, 'access-control-allow-origin')
  if (values.length === 1)
    return ' Here one writer sends a list: whoever composes the header has to pick the one origin that asked.'
  const ofPreflight = valuesOf(preflight?.headers ?? [], 'access-control-allow-origin')
  const proxy = [getHeader(headers, 'via'), getHeader(headers, 'server')].find((each) => each !== null)
  const named = proxy ? ` (here \`${visible(proxy)}\`)` : ''
  if (ofPreflight.length === 1)
    return ` The preflight's answer has it once, so whoever answers OPTIONS is one writer and what answers ${values.length > 1 ? 'the request' : 'it'} behind it is the other.`
  return ` Remove it from the proxy${named} or from the application, not from both; in nginx, \`proxy_hide_header Access-Control-Allow-Origin;\` drops the application's.`
}

/** Tells whether there is one line with one value, and a comma beside it. */
function isOneWithComma(headers: HeaderList): boolean {
  const values = valuesOf(headers, 'access-control-allow-origin')
  const members = (values[0] ?? '').split(',').filter((member) => member.trim() !== '')
  return values.length === 1 && members.length <= 1 && (values[0] ?? '').includes(',')
}

/** One way in which a value can miss the origin of the page. */
interface Miss {
  readonly cause: Finding['cause']
  /** Says how the explanation goes on after the two values. */
  readonly because: string
  readonly fix?: string
}

function mismatch(facts: Facts): Finding {
  const { expected, lines, raw, request } = facts
  const value = raw ?? ''
  const says = `\`Access-Control-Allow-Origin\` is \`${visible(value)}\`, but the page's origin is \`${expected}\``
  if (request.origin === 'null') return clientFinding('allow-origin-mismatch', `${says}.`, '')
  const miss = missOf(value, expected)
  const cached = cacheHint(facts)
  return serverFinding(
    miss.cause,
    `${says}${miss.because}${cached}`,
    miss.fix ??
      (cached === ''
        ? "Add the page's origin to those that the server allows."
        : `Send \`Vary: Origin\` with every answer, and empty the cache.`),
    lines,
  )
}

/** An answer from a cache that was made for a page of another origin. */
function cacheHint({ headers }: Facts): string {
  const age = getHeader(headers, 'age')
  const hit = /hit/i.test(
    `${getHeader(headers, 'x-cache')} ${getHeader(headers, 'cf-cache-status')} ${getHeader(headers, 'x-vercel-cache')}`,
  )
  const varies = /(^|,)\s*(origin|\*)\s*(,|$)/i.test(getHeader(headers, 'vary') ?? '')
  if (varies || !(hit || Number(age) > 0)) return ''
  return ` The answer comes from a cache (${age === null ? 'it says so' : `\`Age: ${visible(age)}\``}) and has no \`Vary: Origin\`, so it was probably made for a page of that other origin.`
}

function missOf(value: string, expected: string): Miss {
  return spellingMiss(value, expected) ?? placeMiss(value, expected)
}

/** Values that name the right origin and are spelt wrongly. */
function spellingMiss(value: string, expected: string): Miss | null {
  const foreign = /[^\x21-\x7e]/g
  if (value.replace(foreign, '') === expected) {
    const found = [...new Set(value.match(foreign))].map((each) => `\`${visible(each)}\``)
    return {
      cause: 'allow-origin-invisible-character',
      because: `: they differ in an invisible or foreign character, written ${found.join(', ')} here. It often comes from a file of settings.`,
      fix: 'Remove that character.',
    }
  }
  if (value.replace(/\/+$/, '') === expected)
    return {
      cause: 'allow-origin-trailing-slash',
      because: ': the trailing slash is one character too many. An origin ends after host and port.',
      fix: 'Remove the trailing slash.',
    }
  if (value.toLowerCase() === expected.toLowerCase())
    return {
      cause: 'allow-origin-letter-case',
      because:
        ': they differ in letter case, and browsers compare byte for byte. An origin is in lower case.',
      fix: 'Write the origin in lower case.',
    }
  if (value.replace(/^["'<[(]+|["'>\])]+$/g, '') === expected)
    return {
      cause: 'allow-origin-not-an-origin',
      because: '. An origin is scheme, host and port, without quotes.',
      fix: 'Remove the quotes or brackets around it.',
    }
  return null
}

/** Values that name another place, or none. */
function placeMiss(value: string, expected: string): Miss {
  const notAnOrigin = (because: string): Miss => ({
    cause: 'allow-origin-not-an-origin',
    because,
    fix: "Send the page's own origin, from a list of origins that you trust.",
  })
  if (value === 'null')
    return {
      cause: 'allow-origin-mismatch',
      because: '.',
      fix: "Send the page's own origin, from a list of origins that you trust.",
    }
  if (!URL.canParse(value))
    return notAnOrigin(
      value.includes('*')
        ? '. A `*` within an origin is no pattern to a browser.'
        : '. An origin is scheme, host and port, without quotes.',
    )
  const sent = new URL(value)
  if (sent.origin === expected && sent.href !== `${expected}/`)
    return {
      cause: 'allow-origin-with-path',
      because: ': an origin has no path. It is scheme, host and port, and ends there.',
      fix: 'Send the origin alone.',
    }
  if (sent.origin === expected)
    return {
      cause: 'allow-origin-not-an-origin',
      because: ': browsers compare the text, and leave out the default port.',
      fix: 'Write the origin as the browser does.',
    }
  const wanted = URL.canParse(expected) ? new URL(expected) : null
  if (wanted !== null && sent.hostname === wanted.hostname) {
    if (sent.protocol !== wanted.protocol)
      return {
        cause: 'allow-origin-other-scheme',
        because: `: one is ${sent.protocol.slice(0, -1)}, the other ${wanted.protocol.slice(0, -1)}, and these are different origins.`,
      }
    if (sent.port !== wanted.port)
      return {
        cause: 'allow-origin-other-port',
        because: ': the ports differ, so these are different origins.',
      }
  }
  if (sent.hostname.includes('*'))
    return {
      ...notAnOrigin('. A `*` within an origin is no pattern to a browser.'),
      fix: 'Compare on the server, and send the one origin that asked.',
    }
  if (sent.origin === 'null' && /^[\w.-]+:\d+$/.test(value))
    return notAnOrigin(': the scheme is missing. An origin is scheme, host and port.')
  return { cause: 'allow-origin-mismatch', because: '.' }
}
