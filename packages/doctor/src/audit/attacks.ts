import { isLoopbackHost } from '@next-cross-origin/browser'
import { getPublicSuffix } from 'tldts'
import { siteOf } from '../site.ts'

/** Says how bad it is when an origin may read. `high`: anybody; `medium`: somebody with a foothold; `low`: worth knowing. */
export type Severity = 'high' | 'medium' | 'low'

/** An origin that must not be able to read, and the mistake that lets it. */
export interface Attack {
  readonly rule: string
  readonly origin: string
  readonly severity: Severity
  /** The mistake on the server that lets this origin in. */
  readonly mistake: string
  readonly fix: string
}

const list = 'Compare the whole origin with a list, byte for byte, instead of searching in it.'
const anchored = 'Anchor the pattern at both ends (`^…$`), or compare with a list.'

/** Returns the origins that attackers use against a server that a page of `page` may call. */
export function attacksOn(page: string): Attack[] {
  const { host, hostname, port, protocol } = new URL(page)
  const at = (name: string): string => `${protocol}//${name}${port === '' ? '' : `:${port}`}`
  const attacks: Attack[] = [
    attack(
      'reflected-origin',
      'https://attacker.example',
      'high',
      'The server repeats whatever origin asks.',
      list,
    ),
    attack(
      'null-origin',
      'null',
      'high',
      'The server allows `null`, the origin of every sandboxed frame of every site.',
      'Take `null` off the list; pages opened as files need a server of their own in development.',
    ),
    attack(
      'prefix',
      at(`${hostname}.attacker.example`),
      'high',
      'The server checks only how the origin begins.',
      anchored,
    ),
    attack(
      'special-character',
      at(`${hostname}_.attacker.example`),
      'high',
      'The server’s pattern ends at a character that browsers allow in host names.',
      anchored,
    ),
    attack(
      'user-info',
      `${protocol}//${host}@attacker.example`,
      'low',
      'The server finds its own host anywhere in the origin. No browser sends this one, but the check is loose.',
      list,
    ),
    attack(
      'other-port',
      `${protocol}//${hostname}:8443`,
      'medium',
      'The server ignores the port: whoever runs anything on that host may read.',
      list,
    ),
  ]
  if (protocol === 'https:')
    attacks.push(
      attack(
        'http-downgrade',
        `http://${host}`,
        'medium',
        'The server allows the same host without encryption: whoever sits in the network can put a page there.',
        'Allow the https origin only.',
      ),
    )
  return isNamed(hostname) ? [...attacks, ...attacksOnName(hostname, at)] : attacks
}

const isNamed = (hostname: string): boolean =>
  hostname.includes('.') && !isLoopbackHost(hostname) && !/^[\d.]+$|^\[/.test(hostname)

function attacksOnName(hostname: string, at: (name: string) => string): Attack[] {
  const site = siteOf(hostname)
  const attacks = [
    attack(
      'suffix',
      at(`attacker${hostname}`),
      'high',
      'The server checks only how the origin ends.',
      anchored,
    ),
    attack(
      'unescaped-dot',
      at(hostname.replace('.', 'x')),
      'high',
      'A dot in the server’s pattern matches any character.',
      'Escape the dots (`\\.`), or compare with a list.',
    ),
  ]
  if (site === null) return attacks
  attacks.push(
    attack(
      'any-subdomain',
      at(`attacker.${site}`),
      'medium',
      `The server allows every subdomain of ${site}: one forgotten or taken over is enough.`,
      'List the subdomains that call.',
    ),
  )
  // A suffix such as `vercel.app`, under which anybody gets a host; `co.uk` is one too.
  const suffix = getPublicSuffix(hostname, { allowPrivateDomains: true })
  return suffix?.includes('.')
    ? [
        ...attacks,
        attack(
          'public-suffix-neighbour',
          at(`attacker.${suffix}`),
          'high',
          `The server allows everything under ${suffix}, where anybody can have a host.`,
          'List your own hosts there, without a pattern.',
        ),
      ]
    : attacks
}

function attack(rule: string, origin: string, severity: Severity, mistake: string, fix: string): Attack {
  return { rule, origin, severity, mistake, fix }
}
