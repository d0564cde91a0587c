import { type FetchRequest, getHeader } from '@next-cross-origin/browser'
import { clientFinding, type Finding } from './finding.ts'

/** A page that calls, as far as it decides over its calls. */
export interface CallingPage {
  readonly url: string
  /** Holds the page's Content Security Policies, from its headers and its `<meta>` elements. */
  readonly policies: readonly string[]
  readonly embedderPolicy: NonNullable<FetchRequest['embedderPolicy']>
}

/** Reads the policies of a page's answer. */
export function pageOf(
  url: string,
  headers: readonly (readonly [string, string])[],
  html: string,
): CallingPage {
  const metas = [...html.matchAll(/<meta\b[^>]*http-equiv=["']?content-security-policy["']?[^>]*>/gi)].map(
    ([tag]) => /\bcontent="([^"]*)"|\bcontent='([^']*)'/i.exec(tag),
  )
  // One header may hold several policies, and each of them has to agree (CSP § 2.2.2).
  const sent = (getHeader(headers, 'content-security-policy') ?? '').split(',')
  const written = metas.map((found) => unescaped(found?.[1] ?? found?.[2] ?? ''))
  return {
    url,
    policies: [...sent, ...written].map((each) => each.trim()).filter((each) => each !== ''),
    embedderPolicy: embedderPolicyOf(getHeader(headers, 'cross-origin-embedder-policy') ?? ''),
  }
}

/** Reads `Cross-Origin-Embedder-Policy`, of which a value that is not known counts as none (HTML § 7.1.4). */
function embedderPolicyOf(value: string): CallingPage['embedderPolicy'] {
  const [token = ''] = value.split(';')
  const known = ['require-corp', 'credentialless'] as const
  return known.find((each) => each === token.trim()) ?? 'unsafe-none'
}

const unescaped = (text: string): string =>
  text
    .replace(/&#39;|&apos;/g, "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')

/** Returns the directive that forbids a page to call a URL; null where none does (CSP § 6.1.2.1). */
export function forbiddenBy({ policies, url }: CallingPage, target: string): string | null {
  for (const policy of policies) {
    const directives = policy.split(';').map((each) => each.trim().split(/\s+/))
    const named = (name: string) => directives.find(([first = '']) => first.toLowerCase() === name)
    const directive = named('connect-src') ?? named('default-src')
    if (
      directive !== undefined &&
      !directive.slice(1).some((source) => matches(source, new URL(url), new URL(target)))
    )
      return directive.join(' ')
  }
  return null
}

/** Tells whether a URL matches a source expression (CSP § 6.7.2.8). */
function matches(source: string, page: URL, target: URL): boolean {
  const text = source.toLowerCase()
  if (text === "'none'") return false
  if (text === "'self'")
    return target.hostname === page.hostname && isUpgrade(page.protocol, target) && samePort(page, target)
  if (text === '*') return /^(https?|wss?):$/.test(target.protocol) || target.protocol === page.protocol
  const scheme = /^([a-z][a-z0-9+.-]*:)$/.exec(text)
  if (scheme !== null) return isUpgrade(scheme[1] ?? '', target)
  const host =
    /^(?:([a-z][a-z0-9+.-]*):\/\/)?(\*|(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)(?::(\d+|\*))?(\/.*)?$/.exec(
      text,
    )
  if (host === null) return false
  const [, ownScheme, name = '', port, path] = host
  return (
    isUpgrade(ownScheme === undefined ? page.protocol : `${ownScheme}:`, target) &&
    matchesHost(name, target.hostname) &&
    matchesPort(port, target) &&
    matchesPath(path, target.pathname)
  )
}

/** A scheme matches itself and its secure form (CSP § 6.7.2.9). */
function isUpgrade(scheme: string, { protocol }: URL): boolean {
  const allowed: Readonly<Record<string, readonly string[]>> = {
    'http:': ['http:', 'https:', 'ws:', 'wss:'],
    'https:': ['https:', 'wss:'],
    'ws:': ['ws:', 'wss:', 'http:', 'https:'],
    'wss:': ['wss:', 'https:'],
  }
  return (allowed[scheme] ?? [scheme]).includes(protocol)
}

const usualPort = ({ port, protocol }: URL): string =>
  port || (/^(https|wss):$/.test(protocol) ? '443' : '80')

function samePort(page: URL, target: URL): boolean {
  return usualPort(page) === usualPort(target) || (page.port === '' && target.port === '')
}

function matchesHost(pattern: string, host: string): boolean {
  if (pattern === '*') return true
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern
}

function matchesPort(port: string | undefined, target: URL): boolean {
  if (port === '*') return true
  if (port === undefined) return target.port === ''
  return port === usualPort(target) || (port === '80' && usualPort(target) === '443')
}

/** A path that ends with a slash covers what is below it; any other is the one path (CSP § 6.7.2.12). */
function matchesPath(path: string | undefined, actual: string): boolean {
  if (path === undefined || path === '/') return true
  return path.endsWith('/') ? actual.toLowerCase().startsWith(path) : actual.toLowerCase() === path
}

/** Returns a finding for a call that a page's own policy forbids. */
export function policyFinding(url: string, directive: string): Finding {
  const { origin } = URL.canParse(url) ? new URL(url) : { origin: url }
  return clientFinding(
    'content-security-policy',
    `The page's own Content Security Policy forbids the call: its directive is \`${directive}\`. The browser sent nothing, so the API and its CORS headers play no part.`,
    `Add \`${origin}\` to \`connect-src\` in the policy of the page (the header \`Content-Security-Policy\`, or its <meta>).`,
  )
}
