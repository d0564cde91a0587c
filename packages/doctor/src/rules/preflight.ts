import { getHeader } from '@next-cross-origin/browser'
import type { Facts, RulesByReason } from '../facts.ts'
import { clientFinding, type Finding, serverFinding } from '../finding.ts'

const sendLines = 'Send these header lines.'
const must = 'Browsers want a status from 200 to 299.'

/** A preflight's status and lists (Fetch §4.8). */
export const preflightRules: RulesByReason = {
  'preflight-status': status,
  'allow-methods-malformed': malformed,
  'allow-headers-malformed': malformed,
  'method-not-allowed': methodNotAllowed,
  'method-wildcard-with-credentials': ({ lines, verdict }) =>
    serverFinding(
      verdict.reason,
      '`Access-Control-Allow-Methods` is `*`, which does not count for a request with credentials: it is then the name of a method.',
      'Name the methods.',
      lines,
    ),
  'header-not-allowed': headerNotAllowed,
  'header-wildcard-with-credentials': (facts) =>
    headerOfThePage(facts) ??
    serverFinding(
      facts.verdict.reason,
      `\`Access-Control-Allow-Headers\` is \`*\`, which does not count for a request with credentials, so the request header \`${facts.expected}\` is not allowed.`,
      'Name the headers.',
      facts.lines,
    ),
  'authorization-not-listed': ({ lines, verdict }) =>
    serverFinding(
      verdict.reason,
      '`Authorization` has to be named in `Access-Control-Allow-Headers`; `*` does not cover it.',
      sendLines,
      lines,
    ),
}

function status(facts: Facts): Finding {
  const { answer, lines, responder, status } = facts
  const own = answer?.headers.some(([name]) => name.toLowerCase() === 'access-control-allow-origin')
  if (status === 401 || status === 407)
    return serverFinding(
      'preflight-needs-authentication',
      `The server asks the preflight to authenticate (status ${status}). A preflight never carries cookies or \`Authorization\`. ${must}`,
      'Answer OPTIONS before the authentication.',
      lines,
    )
  if (status === 403)
    return serverFinding(
      'preflight-refused',
      `The server refuses the preflight (status 403): probably this origin is not among those it allows${varies(facts)}. ${must}`,
      'Allow the origin, and answer OPTIONS with 204.',
      lines,
    )
  if ([404, 405, 501].includes(status))
    return serverFinding(
      'preflight-not-handled',
      `The server does not know how to answer OPTIONS (status ${status})${own ? ', although it sends CORS headers' : ''}. ${must}`,
      `Handle OPTIONS at this URL.${own ? ' The headers are there already: what is missing is an answer with status 204 before the router.' : ''}`,
      lines,
    )
  const isListed = status === 400 && /disallowed cors|invalid cors/i.test(answer?.body ?? '')
  if (isListed)
    return serverFinding(
      'preflight-refused',
      `The server refuses the preflight (status 400) and says \`${answer?.body?.slice(0, 60)}\`. ${must}`,
      `Allow what it names${responder.name === null ? '' : ` in the CORS settings of ${responder.name}`}.`,
      lines,
    )
  return serverFinding(
    'preflight-status',
    `The preflight was answered with status ${status}. ${must}${status >= 500 ? ' The log of the server has the error.' : ''}`,
    'Answer OPTIONS with 204.',
    lines,
  )
}

function varies({ headers }: Facts): string {
  return /origin/i.test(getHeader(headers, 'vary') ?? '') ? ', since it sends `Vary: Origin`' : ''
}

function malformed({ lines, value, verdict }: Facts): Finding {
  return serverFinding(
    verdict.reason,
    `\`${verdict.evidence?.header}\` cannot be read: \`${value}\` is no list of names separated by commas.`,
    sendLines,
    lines,
  )
}

function methodNotAllowed({ expected, lines, value, verdict }: Facts): Finding {
  const says = `The preflight's answer does not allow the method \`${expected}\`: \`Access-Control-Allow-Methods\` is ${quoted(value)}. Methods are compared letter by letter, case included`
  if (expected !== expected.toUpperCase()) {
    return clientFinding(
      verdict.reason,
      `${says}, and \`fetch()\` sends this one as it is written.`,
      `Write it in capitals: \`${expected.toUpperCase()}\`. Servers take \`${expected}\` for another method, or refuse it, so allowing it would not help.`,
    )
  }
  return serverFinding(verdict.reason, `${says}.`, sendLines, lines)
}

function headerNotAllowed(facts: Facts): Finding {
  const { expected, lines, value, verdict } = facts
  return (
    headerOfThePage(facts) ??
    serverFinding(
      verdict.reason,
      `The preflight's answer does not allow the request header \`${expected}\`: \`Access-Control-Allow-Headers\` is ${quoted(value)}.`,
      sendLines,
      lines,
    )
  )
}

/** Request headers that the page should not send to this server, and what adds them. */
const pageHeaders: readonly [pattern: RegExp, who: string, fix: string][] = [
  [
    /^(traceparent|tracestate|baggage|sentry-trace|newrelic|x-datadog-|x-b3-|b3$|x-amzn-trace-id|elastic-apm-traceparent|request-context$)/,
    'a tracing library adds it to every call',
    'Tell the tracing library which URLs get its headers, and leave this one out (Sentry: `tracePropagationTargets`; OpenTelemetry: `propagateTraceHeaderCorsUrls`; Datadog: `allowedTracingUrls`; New Relic: `distributed_tracing.allowed_origins`; Application Insights: `correlationHeaderExcludedDomains`). If the server shall have it, let the server allow it in `Access-Control-Allow-Headers`.',
  ],
  [
    /^(cache-control|pragma|if-none-match|if-modified-since|expires)$/,
    'it is a caching header of answers, which pages hardly need in requests',
    'Remove it from the call; `cache: "no-store"` in the options of `fetch()` does the same without a preflight.',
  ],
  [
    /^(x-frame-options|x-content-type-options|content-security-policy|strict-transport-security|vary|x-xss-protection)$/,
    'it is a header of answers and does nothing in a request',
    'Remove it from the call.',
  ],
  [
    /^upgrade-insecure-requests$/,
    'it is a header that browsers send with pages, not with calls',
    'Remove it from the call.',
  ],
]

function headerOfThePage({ expected, value, verdict }: Facts): Finding | null {
  if (/^access-control-(allow|expose|max)-/.test(expected))
    return clientFinding(
      'response-header-sent-as-request-header',
      `The page sends \`${expected}\` as a request header. It is a header of answers: the server has to send it, and as a request header it only forces a preflight that asks for it.`,
      `Remove \`${expected}\` from the headers of the call${expected === 'access-control-allow-origin' ? ' (and every other `Access-Control-Allow-…`)' : ''}; do not allow it on the server.`,
    )
  const found = pageHeaders.find(([pattern]) => pattern.test(expected))
  if (found === undefined) return null
  const [, who, fix] = found
  return clientFinding(
    verdict.reason,
    `The preflight's answer does not allow the request header \`${expected}\`: \`Access-Control-Allow-Headers\` is ${quoted(value)}. Probably nobody meant to send it: ${who}.`,
    fix,
  )
}

function quoted(value: string | null): string {
  return value === null ? 'missing' : `\`${value}\``
}
