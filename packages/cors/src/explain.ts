import type { CorsRequest, Decision } from './decide.ts'
import { isLoopback, MAX_ORIGIN_LENGTH, type Origin, parseOrigin } from './origin.ts'
import { parseOriginPattern } from './pattern.ts'
import { compiledOf, type Policy } from './policy.ts'
import { printable } from './printable.ts'
import {
  FORBIDDEN_METHODS,
  isForbiddenRequestHeader,
  isToken,
  SAFELISTED_METHODS,
  trimWhiteSpace,
} from './tokens.ts'

/**
 * A decision in words. Every text is one line of printable ASCII, in which values from the request are cut short.
 *
 * `summary`, `checked` and `failed` name no entry of the allowlist but the one that admits the caller, so they may be
 * shown to anybody. `change` may name others: it is for the people who run the server.
 */
export interface Explanation {
  /** One sentence: what was decided, and why. */
  readonly summary: string
  /** Describes what was looked at, in order, and how it came out. */
  readonly checked: readonly string[]
  /** The check that failed; `null` when the request is allowed. */
  readonly failed: string | null
  /** Describes what would have to change, and in which line of configuration; `null` when the request is allowed. */
  readonly change: string | null
}

/** Describes what the lines of configuration are called where this policy comes from. */
export interface Labels {
  /** For example `ALLOWED_ORIGINS`. Default: `origins`. */
  readonly origins?: string
  /** Default: `methods`. */
  readonly methods?: string
  /** Default: `requestHeaders`. */
  readonly requestHeaders?: string
}

const OPTION_NAMES: Required<Labels> = {
  origins: 'origins',
  methods: 'methods',
  requestHeaders: 'requestHeaders',
}

/**
 * Turns a decision into what a person needs: what was checked, what failed, and what would change it.
 *
 * @param decision what `decide` returned for this policy and this request
 * @param labels what the lines of configuration are called
 * @returns texts that are safe in a log, in a header and in a response body; see {@link Explanation} for `change`
 */
export function explain(
  decision: Decision,
  policy: Policy,
  request: CorsRequest,
  labels: Labels = OPTION_NAMES,
): Explanation {
  const names = { ...OPTION_NAMES, ...labels }
  if (decision.kind === 'non-cors') {
    const summary = 'no CORS request: there is no Origin, so no CORS header is sent'
    return { summary, checked: ['Origin is absent'], failed: null, change: null }
  }
  const passed = passedChecks(decision, policy, request, names)
  const subject = decision.kind === 'preflight' ? 'preflight' : 'request'
  if (decision.allow) {
    return {
      summary: `${subject} allowed: ${passed.join('; ')}`,
      checked: passed,
      failed: null,
      change: null,
    }
  }
  const { failed, change } = denial(decision, policy, request, names)
  return { summary: `${subject} denied: ${failed}`, checked: [...passed, failed], failed, change }
}

const ORIGIN = 'origin'
const METHOD = 'access-control-request-method'
const HEADERS = 'access-control-request-headers'

const read = (request: CorsRequest, name: string): string => request.headers.get(name) ?? ''
const quoted = (value: string): string => `\`${printable(value)}\``

function passedChecks(
  { kind, rule, reason, allow }: Decision,
  { isPublic }: Policy,
  request: CorsRequest,
  names: Required<Labels>,
): string[] {
  if (rule === null) return []
  const passed = [
    isPublic
      ? 'every origin may read this'
      : `Origin ${quoted(read(request, ORIGIN))} is admitted by ${quoted(rule)} in ${names.origins}`,
  ]
  if (kind === 'actual' || reason === 'method_not_allowed') return passed
  passed.push(`method ${quoted(read(request, METHOD))} is allowed`)
  const headers = read(request, HEADERS)
  if (allow)
    passed.push(headers === '' ? 'no headers are asked for' : `headers ${quoted(headers)} are allowed`)
  return passed
}

interface Denial {
  readonly failed: string
  readonly change: string
}

const NOTHING_ADMITS_IT = 'no line of configuration admits it'

function denial({ reason }: Decision, policy: Policy, request: CorsRequest, names: Required<Labels>): Denial {
  const text = read(request, ORIGIN)
  const method = read(request, METHOD)
  const headers = read(request, HEADERS)
  switch (reason) {
    case 'origin_null':
      return {
        failed: 'Origin `null` identifies nobody',
        change: `${NOTHING_ADMITS_IT}; sandboxed frames, local files and redirects through another origin send it, so call from a page that has an origin`,
      }
    case 'origin_too_long':
      return {
        failed: `Origin ${quoted(text)} has ${text.length} characters, and no origin has more than ${MAX_ORIGIN_LENGTH}`,
        change: `${NOTHING_ADMITS_IT}, and no browser sends it`,
      }
    case 'method_not_allowed':
      return methodDenial(method, policy, names)
    case 'headers_too_long':
      return {
        failed: `the list of ${headers.length} characters of requested headers is over the budget of ${compiledOf(policy).requestHeadersBudget}`,
        change: `${NOTHING_ADMITS_IT}; ask for the headers in ${names.requestHeaders}, each once`,
      }
    case 'header_not_allowed':
      return headersDenial(headers, policy, names)
    default:
      return originDenial(text, policy, names)
  }
}

function methodDenial(method: string, { methods, isPublic }: Policy, names: Required<Labels>): Denial {
  if (!isToken(method))
    return { failed: `method ${quoted(method)} is no HTTP method`, change: NOTHING_ADMITS_IT }
  const failed = `method ${quoted(method)} is not allowed`
  if (isPublic) return { failed, change: `${NOTHING_ADMITS_IT}, because a public policy is for reading` }
  const upperCase = method.toUpperCase()
  if (FORBIDDEN_METHODS.has(upperCase))
    return { failed, change: `${NOTHING_ADMITS_IT}, because no browser sends it` }
  if (methods.includes(upperCase) || SAFELISTED_METHODS.has(upperCase)) {
    return { failed, change: `methods are case-sensitive: send ${quoted(upperCase)}` }
  }
  return { failed, change: `add ${quoted(method)} to ${names.methods}` }
}

function headersDenial(list: string, { requestHeaders }: Policy, names: Required<Labels>): Denial {
  const refused = list
    .split(',')
    .map((name) => trimWhiteSpace(name))
    .find((name) => name !== '' && !(isToken(name) && requestHeaders.includes(name.toLowerCase())))
  const name = refused ?? ''
  if (!isToken(name)) return { failed: `header ${quoted(name)} is no header name`, change: NOTHING_ADMITS_IT }
  const failed = `header ${quoted(name)} is not allowed`
  if (isForbiddenRequestHeader(name.toLowerCase())) {
    return { failed, change: `${NOTHING_ADMITS_IT}, because no browser lets scripts set it` }
  }
  return { failed, change: `add ${quoted(name.toLowerCase())} to ${names.requestHeaders}` }
}

/** Says how many entries are compared with a denied origin in search of what was probably meant. */
const MAX_COMPARED_ENTRIES = 256

function originDenial(text: string, { origins }: Policy, names: Required<Labels>): Denial {
  const origin = parseOrigin(text)
  if (origin === null) {
    return {
      failed: `Origin ${quoted(text)} is not one http or https origin as browsers serialise it`,
      change: `${NOTHING_ADMITS_IT}; a client other than a browser has to send scheme, host and port only`,
    }
  }
  return {
    failed: `Origin ${quoted(text)} is not in ${names.origins}`,
    change: originChange(text, origin, origins, names),
  }
}

function originChange(
  text: string,
  origin: Origin,
  origins: readonly string[],
  names: Required<Labels>,
): string {
  const add = `add ${quoted(text)} to ${names.origins}`
  for (const entry of origins.slice(0, MAX_COMPARED_ENTRIES)) {
    const difference = differenceFrom(entry, origin)
    if (difference !== null) {
      return `${add}, or call from an origin that ${quoted(entry)} admits: ${difference}`
    }
  }
  if (origin.scheme === 'http' && !isLoopback(origin.host)) {
    return `serve the page over https, and add its https origin to ${names.origins}`
  }
  return add
}

/** @returns what keeps an entry from admitting an origin of the same host or domain; `null` when it is far off. */
function differenceFrom(entry: string, { scheme, host, port }: Origin): string | null {
  const result = parseOriginPattern(entry)
  if (!result.ok) return null
  const { pattern } = result
  if (pattern.labels === 'none' ? host !== pattern.host : !host.endsWith(`.${pattern.host}`)) return null
  if (scheme !== pattern.scheme) return `the scheme is ${scheme}, not ${pattern.scheme}`
  if (pattern.port !== '*' && port !== pattern.port) {
    return `the port is ${port ?? 'the default one'}, not ${pattern.port ?? 'the default one'}`
  }
  if (pattern.labels === 'one' && host.slice(0, -pattern.host.length - 1).includes('.')) {
    return '`*` stands for exactly one label'
  }
  return 'a wildcard stands for letters, digits and hyphens'
}
