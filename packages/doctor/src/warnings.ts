import {
  browserEngines,
  getHeader,
  isLoopbackHost,
  judge,
  relate,
  type Verdict,
} from '@next-cross-origin/browser'
import { type CookieReport, cookieReports, refusalText } from './cookies.ts'
import type { Examination } from './examination.ts'
import type { Exchange } from './exchange.ts'
import type { Facts } from './facts.ts'
import type { Warning } from './finding.ts'
import { siteOf } from './site.ts'

/** Returns what is to be said beside the cause. */
export function warningsOf(facts: Facts, examination: Examination): Warning[] {
  return [
    ...differencesOf(examination),
    ...otherHosts(facts),
    ...localNetwork(facts),
    // The commonest reason to ask at all, so it stands before what is merely unwise.
    ...droppedCookies(facts),
    ...aboutAllowing(facts),
  ]
}

function otherHosts({ exchanges }: Facts): Warning[] {
  const hosts = [...new Set(exchanges.map((exchange) => new URL(exchange.request.url).host))]
  if (hosts.length < 2) return []
  const text = `Redirects led to another host: ${hosts.join(' → ')}; requests were sent to each.`
  return [{ code: 'other-host', text }]
}

/** An address that only the local network, or this machine, has (Local Network Access § 2.1). */
function isLocal(hostname: string): boolean {
  return (
    isLoopbackHost(hostname) ||
    /^(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(
      hostname,
    ) ||
    /^\[f[cd]|^\[fe80:/i.test(hostname) ||
    hostname.endsWith('.local')
  )
}

function localNetwork({ exchanges, request, url }: Facts): Warning[] {
  if (exchanges.length === 0) return []
  if (!/^https?:/.test(request.origin) || !isLocal(url.hostname) || isLocal(new URL(request.origin).hostname))
    return []
  const where = isLoopbackHost(url.hostname) ? 'the reader’s own machine' : 'the local network'
  return [
    {
      code: 'local-network-access',
      text: `The page comes from the public internet and calls ${where}: Chromium from version 142 asks the reader for permission first (Local Network Access), and only on https pages; no header of the server answers that.${isLoopbackHost(url.hostname) ? ` If \`${url.hostname}\` was meant to be your API, the deployed page was built with the address of development.` : ''}`,
    },
  ]
}

/** Returns what is amiss although the page may read. */
function aboutAllowing({ answer, exchanges, request, verdict }: Facts): Warning[] {
  if (!verdict.allowed || verdict.response?.type !== 'cors') return []
  const warnings: Warning[] = []
  const headers = answer?.headers ?? []
  const origin = getHeader(headers, 'access-control-allow-origin')
  const vary = (getHeader(headers, 'vary') ?? '')
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
  if (readsWithCookies(origin, request.origin, headers) && isForeign(request.origin, exchanges))
    warnings.push({
      code: 'origin-reflected',
      text: `The server lets \`${request.origin}\`, a page of another site, read with the reader’s cookies. If that origin is not one that it lists, it reflects every origin, and any site can read what its readers see: ask again with --audit.`,
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

function readsWithCookies(allowed: string | null, origin: string, headers: Facts['headers']): boolean {
  return allowed === origin && getHeader(headers, 'access-control-allow-credentials') === 'true'
}

function isForeign(origin: string, exchanges: readonly Exchange[]): boolean {
  const url = exchanges.at(-1)?.request.url
  return url !== undefined && URL.canParse(origin) && !relate(origin, url, siteOf).sameSite
}

function droppedCookies({ exchanges, request, verdict }: Facts): Warning[] {
  if (!verdict.allowed) return []
  return cookieReports(request, exchanges).flatMap((report): Warning[] => {
    const lost = report.fates.filter(({ comesBack }) => !comesBack)
    const [first] = lost
    // An answer that deletes a cookie means to.
    if (first?.refusal == null || lost.some(({ refusal }) => refusal === 'expired')) return []
    return [{ code: 'cookie-dropped', text: cookieText(report, lost.length, first.refusal, request) }]
  })
}

function cookieText(
  { advice, fates, name, url }: CookieReport,
  lost: number,
  refusal: NonNullable<CookieReport['fates'][number]['refusal']>,
  request: Facts['request'],
): string {
  const where =
    lost === fates.length
      ? 'in no browser'
      : `not in ${fates
          .filter(({ comesBack }) => !comesBack)
          .map(({ browser }) => browser)
          .join(', ')}`
  const why = refusalText(refusal, request, url)
  const isThirdParty = !relate(request.origin, url, siteOf).sameSite
  const safari = isThirdParty
    ? ' Safari keeps cookies of another site only when they are partitioned, and only in version 18.4 and from 26.2 on: for every browser, serve page and API from one site (`app.example.com` and `api.example.com`).'
    : ''
  const mend =
    advice === null || refusal === 'credentials-omitted'
      ? ' Set it in a call with credentials.'
      : ` Set it with \`${advice}\`.`
  const change = advice === null && refusal !== 'credentials-omitted' ? '' : mend
  return `The cookie \`${name}\` comes back ${where}: ${why}.${change}${safari}`
}

const nameOf = { chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKit' } as const

/** Says why a browser decides as it does; where it has no answer although the server sent one, what it makes of that. */
function whyOf({ evidence, reason }: Verdict, exchanges: readonly Exchange[]): string {
  if (reason !== 'no-response' || exchanges.at(-1)?.response == null) return reason
  return evidence?.value === '407' ? 'status 407 is for proxies' : 'it cannot read the head of the answer'
}

/** Says where a browser does not do what the verdict says, or would have sent something that was not sent. */
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
