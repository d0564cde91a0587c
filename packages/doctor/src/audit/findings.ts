import { type FetchRequest, getHeader, judge } from '@next-cross-origin/browser'
import type { Exchange } from '../exchange.ts'
import type { Attack, Severity } from './attacks.ts'

/** Says where the server was asked: the path itself, one that is not there, and a preflight. Nothing that changes anything is sent. */
export type Probe = 'path' | 'error path' | 'preflight'

/** One question to the server, and the answer. */
export interface Asked {
  /** Null for the page's own origin. */
  readonly attack: Attack | null
  readonly probe: Probe
  readonly exchange: Exchange
}

/** Describes what an attacker could do. */
export interface AuditFinding {
  readonly rule: string
  readonly severity: Severity
  readonly probe: Probe
  readonly origin: string
  readonly withCookies: boolean
  readonly message: string
  readonly fix: string
  /** The request that shows it, for a terminal. */
  readonly command: string
}

/** Judges what attackers' origins got. Where any origin may read, the narrower mistakes are not listed besides. */
export function findingsOf(asked: readonly Asked[]): AuditFinding[] {
  const all = asked.flatMap((each) => [...findingOf(each), ...varyOf(each)])
  const isOpen = (probe: Probe): boolean =>
    all.some((finding) => finding.rule === 'reflected-origin' && finding.probe === probe)
  return all.filter(
    ({ probe, rule }) => ['reflected-origin', 'null-origin', 'vary-missing'].includes(rule) || !isOpen(probe),
  )
}

function findingOf({ attack, exchange, probe }: Asked): AuditFinding[] {
  if (attack === null || exchange.response === null) return []
  const { headers, status } = exchange.response
  const answer = { type: 'response' as const, status, headers }
  const request: FetchRequest = {
    url: exchange.request.url,
    origin: attack.origin,
    method: probe === 'preflight' ? 'PUT' : 'GET',
  }
  const mayRead = (credentials: 'include' | 'omit'): boolean => {
    const answers = probe === 'preflight' ? [answer, permitted(attack.origin)] : [answer]
    return judge({ ...request, credentials }, answers).allowed
  }
  const withCookies = mayRead('include')
  // `*` is a decision to be public, and browsers send no cookies to it.
  const isPublic = getHeader(headers, 'access-control-allow-origin') === '*'
  if (!withCookies && (isPublic || !mayRead('omit'))) return []
  return [
    {
      rule: attack.rule,
      severity: withCookies ? attack.severity : lower(attack.severity),
      probe,
      origin: attack.origin,
      withCookies,
      message: `${attack.mistake} A page of \`${attack.origin}\` ${can(probe)}${withCookies ? ' with the reader’s cookies' : ', without cookies'}.`,
      fix: attack.fix,
      command: commandOf(exchange),
    },
  ]
}

const can = (probe: Probe): string =>
  probe === 'preflight'
    ? 'may send requests that change things'
    : `reads the answer${probe === 'error path' ? ' of a path that is not there' : ''}`

const lower = (severity: Severity): Severity => (severity === 'high' ? 'medium' : 'low')

function permitted(origin: string) {
  return {
    type: 'response' as const,
    status: 200,
    headers: [
      ['Access-Control-Allow-Origin', origin],
      ['Access-Control-Allow-Credentials', 'true'],
    ] as const,
  }
}

/** An answer that names the page's origin and may be cached for everybody. */
function varyOf({ attack, exchange, probe }: Asked): AuditFinding[] {
  if (attack !== null || probe === 'preflight' || exchange.response === null) return []
  const { headers } = exchange.response
  const origin = getHeader(headers, 'access-control-allow-origin')
  const varies = /(^|,)\s*(origin|\*)\s*(,|$)/i.test(getHeader(headers, 'vary') ?? '')
  if (origin === null || origin === '*' || varies) return []
  return [
    {
      rule: 'vary-missing',
      severity: 'low',
      probe,
      origin,
      withCookies: false,
      message: `The answer names \`${origin}\` and has no \`Vary: Origin\`: a shared cache hands it to pages of other origins, where it fails.`,
      fix: 'Send `Vary: Origin` with every answer that depends on the origin.',
      command: commandOf(exchange),
    },
  ]
}

function commandOf({ request: { headers, method, url } }: Exchange): string {
  const told = headers.filter(([name]) => /^(origin|access-control-)/i.test(name))
  const options = told.map(([name, value]) => `-H '${name}: ${value.replaceAll("'", "'\\''")}'`)
  return ['curl -si', ...(method === 'GET' ? [] : [`-X ${method}`]), ...options, `'${url}'`].join(' ')
}
