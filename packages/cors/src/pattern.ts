import { defaultPort, isIpAddress, isLoopback, MAX_HOST_LENGTH, parseOrigin, type Scheme } from './origin.ts'

/**
 * One entry of the allowlist.
 *
 * | entry | admits |
 * |---|---|
 * | `https://app.example.com` | that origin |
 * | `https://*.example.com` | exactly one more label: letters, digits, hyphens |
 * | `https://**.example.com` | one or more such labels |
 * | `https://app.example.com:*` | any port, the default one included |
 */
export interface OriginPattern {
  readonly scheme: Scheme
  /** Says how many labels may stand before `host`: none, exactly one, or one and more. */
  readonly labels: 'none' | 'one' | 'many'
  /** The literal part of the host, without the wildcard and its dot. */
  readonly host: string
  /** `null` is the scheme's default port, `'*'` any port. */
  readonly port: number | null | '*'
}

/** Describes what can be wrong with the text of one entry. Closed: callers may switch on it. */
export type OriginFault =
  /** The empty string. */
  | 'origin_empty'
  /** `*`, or a whole host of wildcards: it would admit everybody. */
  | 'origin_any'
  /** `null`, which any sandboxed frame can send. */
  | 'origin_null'
  /** White space or a control character. */
  | 'origin_whitespace'
  /** Several origins in one entry. */
  | 'origin_list'
  /** No `https://` or `http://` in front. */
  | 'origin_scheme_missing'
  /** A scheme other than `https` and `http`. */
  | 'origin_scheme_unsupported'
  /** `user:password@`. */
  | 'origin_user_info'
  | 'origin_trailing_slash'
  | 'origin_path'
  | 'origin_query'
  | 'origin_fragment'
  | 'origin_upper_case'
  /** A host outside ASCII; browsers send its punycode form. */
  | 'origin_unicode'
  /** `:443` after `https`, `:80` after `http`; browsers leave it out. */
  | 'origin_default_port'
  /** Not a number from 1 to 65535 without leading zeros. */
  | 'origin_port_invalid'
  /** A dot after the last label. */
  | 'origin_trailing_dot'
  /** A host that is missing, or has an empty or overlong label, a hyphen at a label's edge, or a foreign character. */
  | 'origin_host_invalid'
  /** Over 253 characters. */
  | 'origin_host_too_long'
  /** An IP address in a form that browsers do not send. */
  | 'origin_ip_not_canonical'
  /** A `*` that is not the whole first label (or, as `**.`, the labels before it), or not the whole port. */
  | 'origin_wildcard_misplaced'
  /** A wildcard before an IP address. */
  | 'origin_wildcard_on_ip'

/** Describes what {@link parseOriginPattern} returns. */
export type OriginPatternResult =
  | { readonly ok: true; readonly pattern: OriginPattern }
  | {
      readonly ok: false
      /** The first fault. */
      readonly code: OriginFault
      /** Every fault, the first included. */
      readonly codes: readonly OriginFault[]
      /** A valid entry that is probably meant. */
      readonly suggestion: string | null
    }

/**
 * Parses one entry of the allowlist: the grammar of {@link parseOrigin}, plus a wildcard in place of the first
 * labels and in place of the port.
 *
 * @param text the entry as configured
 * @returns the pattern, or every fault of the entry and what was probably meant; never throws
 */
export function parseOriginPattern(text: string): OriginPatternResult {
  const pattern = parseStrictly(text)
  return pattern === null ? diagnose(text) : { ok: true, pattern }
}

function parseStrictly(text: string): OriginPattern | null {
  const [, scheme = '', wildcard = '', host = '', port = ''] = PATTERN.exec(text) ?? []
  const literal = parseOrigin(`${scheme}${host}${port === ':*' ? '' : port}`)
  if (literal === null) return null
  if (wildcard !== '' && (isIpAddress(literal.host) || literal.host.length > MAX_HOST_LENGTH - 'x.'.length))
    return null
  return {
    scheme: literal.scheme,
    labels: wildcard === '' ? 'none' : wildcard === '*.' ? 'one' : 'many',
    host: literal.host,
    port: port === ':*' ? '*' : literal.port,
  }
}

const PATTERN = /^(https?:\/\/)(\*\*?\.)?(.*?)(:\*|:\d+)?$/s

/** @returns the host as the URL standard serialises it, or `null` when it is no host. */
function hostOf(host: string): string | null {
  try {
    return new URL(`https://${host}/`).hostname
  } catch {
    return null
  }
}

/** Reads a faulty entry leniently, the way a person would, and names everything that differs from an origin. */
function diagnose(text: string): OriginPatternResult {
  const entry = text.trim()
  const alone = (code: OriginFault): OriginPatternResult => ({
    ok: false,
    code,
    codes: [code],
    suggestion: null,
  })
  if (entry === '') return alone('origin_empty')
  if (entry.length > LONGEST_EXAMINED) return alone('origin_host_too_long')
  if (entry.toLowerCase() === 'null') return alone('origin_null')
  if (/^[^/]*:?(?:\/\/)?\*+(?:\.\*+)*(?::\*)?\/?$/.test(entry)) return alone('origin_any')
  if (/[,;]|\s\S+:\/\//.test(entry)) return alone('origin_list')

  const codes = new Set<OriginFault>()
  const report = (code: OriginFault, found: boolean): void => {
    if (found) codes.add(code)
  }
  report(
    'origin_whitespace',
    [...text].some((character) => character <= ' ' || /\s/.test(character)),
  )

  const [, writtenScheme, rest = ''] =
    /^(?:([a-z][a-z0-9+.-]*):)?[\\/]*(.*)$/is.exec(withPortKept(entry)) ?? []
  const separated = /^[a-z][a-z0-9+.-]*:\/\/(?![\\/])/i.test(entry)
  report('origin_scheme_missing', !separated)

  const [, authority = '', path = '', query = '', fragment = ''] = URL_PARTS.exec(rest) ?? []
  report('origin_trailing_slash', path === '/')
  report('origin_path', path !== '' && path !== '/')
  report('origin_query', query !== '')
  report('origin_fragment', fragment !== '')

  const at = authority.lastIndexOf('@')
  report('origin_user_info', at !== -1)
  const [, writtenHost = '', writtenPort] = HOST_AND_PORT.exec(authority.slice(at + 1)) ?? []
  report('origin_upper_case', /[A-Z]/.test(`${writtenScheme ?? ''}${writtenHost}`))

  const { wildcard, host } = diagnoseHost(writtenHost.toLowerCase(), report)
  const scheme = writtenScheme?.toLowerCase() ?? (isLoopback(host) ? 'http' : 'https')
  const supported = scheme === 'https' || scheme === 'http'
  report('origin_scheme_unsupported', !supported)
  const port = supported ? diagnosePort(writtenPort, scheme, report) : ''

  const suggestion = `${scheme}://${wildcard}${host}${port}`
  const [code = 'origin_host_invalid'] = codes
  return {
    ok: false,
    code,
    codes: codes.size === 0 ? [code] : [...codes],
    suggestion: parseStrictly(suggestion) === null ? null : suggestion,
  }
}

/** Nothing as long is nearly an origin, in characters; what follows would look at it many times over. */
const LONGEST_EXAMINED = 2_048

const URL_PARTS = /^([^\\/?#]*)([\\/][^?#]*)?(\?[^#]*)?(#.*)?$/s
const HOST_AND_PORT = /^((?:\*\*?\.)?\[[^\]]*\]|.*?)(?::([^:]*))?$/s

/** Keeps `localhost:3000` from being read as the scheme `localhost:`. */
const withPortKept = (entry: string): string => (/^[^/:@]+:(?:\d|\*)/.test(entry) ? `//${entry}` : entry)

type Report = (code: OriginFault, found: boolean) => void

function diagnoseHost(written: string, report: Report): { readonly wildcard: string; readonly host: string } {
  const [wildcard = ''] = /^\*\*?\./.exec(written) ?? []
  const literal = written.slice(wildcard.length)
  const undotted = literal.replace(/\.+$/, '')
  report('origin_wildcard_misplaced', literal.includes('*'))
  report('origin_trailing_dot', undotted !== '' && undotted !== literal)
  const unicode = /[^\p{ASCII}]/u.test(undotted)
  report('origin_unicode', unicode)
  const host = hostOf(undotted) ?? undotted
  const isIp = isIpAddress(host)
  report('origin_wildcard_on_ip', isIp && wildcard !== '')
  report('origin_ip_not_canonical', isIp && !unicode && host !== undotted)
  report('origin_host_too_long', wildcard.length + host.length > MAX_HOST_LENGTH)
  const accepted = parseOrigin(`https://${host}`) !== null
  report('origin_host_invalid', !accepted && !literal.includes('*') && host.length <= MAX_HOST_LENGTH)
  report('origin_host_invalid', !isIp && !unicode && host !== undotted)
  return { wildcard, host }
}

/** @returns the port as it may be written after the host, `''` included. */
function diagnosePort(written: string | undefined, scheme: Scheme, report: Report): string {
  if (written === undefined) return ''
  if (written === '*') return ':*'
  const port = /^\d{1,9}$/.test(written) ? Number(written) : null
  const usable = port !== null && port >= 1 && port <= 65_535
  report('origin_port_invalid', !usable || String(port) !== written)
  report('origin_default_port', port === defaultPort(scheme))
  return usable && port !== defaultPort(scheme) ? `:${port}` : ''
}
