import type { OriginFault } from './pattern.ts'
import { printable } from './printable.ts'

/** Describes what can be wrong with the options of a policy. Closed: callers may switch on it. */
export type PolicyProblemCode =
  | OriginFault
  /** The allowlist has no entry. */
  | 'origins_empty'
  /** The same entry twice. */
  | 'origin_duplicate'
  /** Plain `http` on a host other than this machine, where anybody on the way can speak in its name. */
  | 'origin_insecure'
  /** A wildcard directly below a top-level domain. */
  | 'origin_wildcard_on_tld'
  /** A wildcard directly below a public suffix, where strangers can register. */
  | 'origin_wildcard_on_public_suffix'
  /** Not a token, or empty. */
  | 'method_invalid'
  /** `CONNECT`, `TRACE` or `TRACK`: no browser sends it. */
  | 'method_forbidden'
  /** A well-known method not in upper case; methods are case-sensitive. */
  | 'method_case'
  /** `*`. */
  | 'method_wildcard'
  | 'method_duplicate'
  /** Not a token, or empty. */
  | 'header_invalid'
  /** A request header that scripts cannot set, or a response header that they cannot read. */
  | 'header_forbidden'
  /** A response header that scripts can read anyway. */
  | 'header_safelisted'
  /** `*`; under credentials browsers take it for a header of that name. */
  | 'header_wildcard'
  /** The same name twice, in any case. */
  | 'header_duplicate'
  /** Not a whole number of seconds from 0 to 86400. */
  | 'max_age_invalid'
  /** A value of the wrong type. */
  | 'option_type'
  /** An option that does not exist. */
  | 'option_unknown'

/** One fault of the options. */
export interface PolicyProblem {
  /** Says where it is: `origins[2]`, `maxAgeSeconds`. */
  readonly path: string
  readonly value: unknown
  readonly code: PolicyProblemCode
  /** For people: what is wrong, and why it matters. */
  readonly message: string
  /** Describes what was probably meant: a valid value for the same place. */
  readonly suggestion?: string
}

/** Thrown by `compilePolicy`, with every fault of the options at once. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError'
  readonly problems: readonly PolicyProblem[]

  constructor(problems: readonly PolicyProblem[]) {
    super(['the CORS policy is not valid:', ...problems.map(describeProblem)].join('\n  '))
    this.problems = Object.freeze(problems.map((problem) => Object.freeze({ ...problem })))
  }
}

function describeProblem({ path, value, message, suggestion }: PolicyProblem): string {
  const meant = suggestion === undefined ? '' : `; did you mean \`${suggestion}\`?`
  return `${path} (${describeValue(value)}): ${message}${meant}`
}

function describeValue(value: unknown): string {
  if (typeof value === 'string') return `"${printable(value)}"`
  if (Array.isArray(value)) return `an array of ${value.length}`
  if (typeof value === 'function') return 'a function'
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

/** Describes what each fault of an entry means to the person who wrote it. */
export const ORIGIN_FAULT_MESSAGES: Readonly<Record<OriginFault, string>> = {
  origin_empty: 'an entry is empty',
  origin_any:
    'a policy never admits every origin; write each origin out, for example `https://app.example.com`',
  origin_null: '`null` is what any sandboxed frame sends, so it identifies nobody',
  origin_whitespace: 'an origin contains no white space and no control character',
  origin_list: 'one entry holds one origin',
  origin_scheme_missing: 'an origin begins with `https://` (or `http://` on this machine)',
  origin_scheme_unsupported: 'only `https` and `http` origins can call an API',
  origin_user_info: 'an origin has no user name and no password',
  origin_trailing_slash: 'browsers send origins without a trailing slash, so this would never match',
  origin_path: 'an origin has no path',
  origin_query: 'an origin has no query',
  origin_fragment: 'an origin has no fragment',
  origin_upper_case: 'browsers send origins in lower case, so this would never match',
  origin_unicode: 'browsers send internationalised hosts in punycode, so this would never match',
  origin_default_port: 'browsers leave the default port out, so this would never match',
  origin_port_invalid: 'a port is a number from 1 to 65535 without leading zeros, or `*`',
  origin_trailing_dot: 'a host with a trailing dot is another origin than the one without',
  origin_host_invalid: 'this is no host name; labels are letters, digits and inner hyphens, at most 63 each',
  origin_host_too_long: 'a host has at most 253 characters',
  origin_ip_not_canonical: 'browsers send IP addresses in canonical form, so this would never match',
  origin_wildcard_misplaced:
    'a wildcard is the whole first label, `https://*.` or `https://**.`, or the whole port, `:*`',
  origin_wildcard_on_ip: 'an IP address has no subdomains',
}
