import type { PolicyOptions, PublicPolicyOptions } from './options.ts'
import { isLoopback } from './origin.ts'
import { type OriginPattern, parseOriginPattern } from './pattern.ts'
import { ORIGIN_FAULT_MESSAGES, type PolicyProblem } from './problem.ts'
import {
  FORBIDDEN_METHODS,
  FORBIDDEN_RESPONSE_HEADERS,
  isForbiddenRequestHeader,
  isToken,
  SAFELISTED_RESPONSE_HEADERS,
  WELL_KNOWN_METHODS,
} from './tokens.ts'

/** Firefox's limit; Chromium and WebKit stop earlier. */
const MAX_MAX_AGE_SECONDS = 86_400

type Report = (problem: PolicyProblem) => void

/**
 * Reads every option once, and every item of a list, so that what is compiled is what was checked.
 *
 * @returns a copy; what is no object of options as it is
 */
export function takeOptions<Options>(options: Options): Options {
  if (!isRecord(options)) return options
  // An option may be inherited, too.
  const inherited = Object.keys(OPTION_NAMES).filter((name) => name in options)
  const taken = [...new Set([...inherited, ...Object.keys(options)])].map((name) => {
    const value = options[name]
    return [name, Array.isArray(value) ? itemsOf(value) : value]
  })
  return Object.fromEntries(taken)
}

/** By index: a list's own iterator may say anything. */
const itemsOf = (list: readonly unknown[]): unknown[] =>
  Array.from({ length: list.length }, (_, index) => list[index])

/** @returns every fault of the options, and the entries of the allowlist that have none, parsed. */
export function validateOptions(options: unknown): {
  readonly problems: readonly PolicyProblem[]
  readonly patterns: ReadonlyMap<string, OriginPattern>
} {
  const problems: PolicyProblem[] = []
  const report: Report = (problem) => problems.push(problem)
  if (!isRecord(options)) {
    report({ path: '', value: options, code: 'option_type', message: 'the options are an object' })
    return { problems, patterns: new Map() }
  }
  const patterns = checkOrigins(options, report)
  checkMethods(options.methods, report)
  checkHeaders('requestHeaders', options.requestHeaders, report)
  checkHeaders('exposedHeaders', options.exposedHeaders, report)
  checkType('credentials', options.credentials, 'boolean', report)
  checkMaxAge(options.maxAgeSeconds, report)
  checkType('isPublicSuffix', options.isPublicSuffix, 'function', report)
  if (
    options.insecureHttp !== undefined &&
    options.insecureHttp !== 'loopback' &&
    options.insecureHttp !== 'any'
  ) {
    const message = "this is `'loopback'` or `'any'`"
    report({ path: 'insecureHttp', value: options.insecureHttp, code: 'option_type', message })
  }
  checkNames(options, OPTION_NAMES, report)
  return { problems, patterns }
}

/** @returns every fault of the options of a public policy. */
export function validatePublicOptions(options: unknown): readonly PolicyProblem[] {
  const problems: PolicyProblem[] = []
  const report: Report = (problem) => problems.push(problem)
  if (!isRecord(options)) {
    report({ path: '', value: options, code: 'option_type', message: 'the options are an object' })
    return problems
  }
  checkHeaders('requestHeaders', options.requestHeaders, report)
  checkHeaders('exposedHeaders', options.exposedHeaders, report)
  checkMaxAge(options.maxAgeSeconds, report)
  checkNames(options, PUBLIC_OPTION_NAMES, report)
  return problems
}

/** Reports options that do not exist, and which one was probably meant. */
function checkNames(
  options: Readonly<Record<string, unknown>>,
  names: Readonly<Record<string, true>>,
  report: Report,
): void {
  for (const [name, value] of Object.entries(options)) {
    if (Object.hasOwn(names, name)) continue
    const known = Object.keys(names).map((option) => `\`${option}\``)
    const message = `there is no such option; there are ${known.join(', ')}`
    const suggestion = OTHER_NAMES[name]
    const isThere = suggestion !== undefined && Object.hasOwn(names, suggestion)
    report({ path: name, value, code: 'option_unknown', message, ...(isThere ? { suggestion } : {}) })
  }
}

const PUBLIC_OPTION_NAMES: Readonly<Record<keyof PublicPolicyOptions, true>> = {
  requestHeaders: true,
  exposedHeaders: true,
  maxAgeSeconds: true,
}

const OPTION_NAMES: Readonly<Record<keyof PolicyOptions, true>> = {
  origins: true,
  methods: true,
  requestHeaders: true,
  exposedHeaders: true,
  credentials: true,
  maxAgeSeconds: true,
  insecureHttp: true,
  isPublicSuffix: true,
}

/** Describes what other libraries call these options. */
const OTHER_NAMES: Readonly<Record<string, keyof PolicyOptions>> = Object.assign(Object.create(null), {
  origin: 'origins',
  allowedOrigins: 'origins',
  allowMethods: 'methods',
  allowedMethods: 'methods',
  allowedHeaders: 'requestHeaders',
  allowHeaders: 'requestHeaders',
  headers: 'requestHeaders',
  exposeHeaders: 'exposedHeaders',
  allowCredentials: 'credentials',
  maxAge: 'maxAgeSeconds',
})

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function checkType(path: string, value: unknown, type: 'boolean' | 'function', report: Report): void {
  if (value !== undefined && typeof value !== type) {
    report({ path, value, code: 'option_type', message: `this is a ${type}` })
  }
}

/** Hands each string of a list to `check`, with its path; reports whatever is neither list nor string. */
function checkList(
  name: string,
  value: unknown,
  report: Report,
  check: (path: string, item: string) => void,
): void {
  if (!Array.isArray(value)) {
    report({ path: name, value, code: 'option_type', message: 'this is a list of strings' })
    return
  }
  // By index, because `forEach` would pass over the holes of a sparse list.
  for (let index = 0; index < value.length; index++) {
    const item: unknown = value[index]
    const path = `${name}[${index}]`
    if (typeof item === 'string') check(path, item)
    else report({ path, value: item, code: 'option_type', message: 'this is a string' })
  }
}

function checkOrigins(
  { origins, insecureHttp, isPublicSuffix }: Readonly<Record<string, unknown>>,
  report: Report,
): ReadonlyMap<string, OriginPattern> {
  const patterns = new Map<string, OriginPattern>()
  const seen = new Set<string>()
  const suffixes = (host: string): unknown =>
    typeof isPublicSuffix === 'function' ? isPublicSuffix(host) : false
  if (Array.isArray(origins) && origins.length === 0) {
    const message = 'nobody could call; name at least one origin, for example `https://app.example.com`'
    report({ path: 'origins', value: origins, code: 'origins_empty', message })
  }
  checkList('origins', origins, report, (path, entry) => {
    const result = parseOriginPattern(entry)
    // What is written wrongly may be too wide besides: what was probably meant tells.
    const meant = result.ok ? entry : result.suggestion
    const pattern = result.ok ? result.pattern : patternOf(meant)
    const tooWide =
      meant === null || pattern === null ? [] : widthFaults(meant, pattern, insecureHttp === 'any', suffixes)
    if (!result.ok) {
      const isMeant = meant !== null && tooWide.length === 0
      for (const code of result.codes) {
        const message = ORIGIN_FAULT_MESSAGES[code]
        report({ path, value: entry, code, message, ...(isMeant ? { suggestion: meant } : {}) })
      }
    }
    if (meant !== null && seen.has(meant)) {
      const message = 'this entry is there already'
      report({ path, value: entry, code: 'origin_duplicate', message })
    }
    if (meant !== null) seen.add(meant)
    for (const fault of tooWide) report({ path, value: entry, ...fault })
    if (result.ok) patterns.set(entry, result.pattern)
  })
  return patterns
}

function patternOf(suggestion: string | null): OriginPattern | null {
  const result = suggestion === null ? null : parseOriginPattern(suggestion)
  return result?.ok ? result.pattern : null
}

/** Says why an entry that is written well admits more than anybody can want. */
function widthFaults(
  entry: string,
  { scheme, labels, host }: OriginPattern,
  allowsHttp: boolean,
  isPublicSuffix: (host: string) => unknown,
): Pick<PolicyProblem, 'code' | 'message' | 'suggestion'>[] {
  const faults: Pick<PolicyProblem, 'code' | 'message' | 'suggestion'>[] = []
  if (scheme === 'http' && !allowsHttp && !isLoopback(host)) {
    const message = 'over plain http anybody on the way can speak in the name of this origin'
    const suggestion = `https${entry.slice('http'.length).replace(/:443$/, '')}`
    faults.push({ code: 'origin_insecure', message, suggestion })
  }
  if (labels === 'none') return faults
  // Nobody can register a name below `localhost` (RFC 6761, section 6.3).
  if (!host.includes('.') && host !== 'localhost') {
    const message = `anybody can register a name below \`${host}\``
    faults.push({ code: 'origin_wildcard_on_tld', message })
  } else if (isPublicSuffix(host)) {
    const message = `strangers can register names below \`${host}\`, which is a public suffix`
    faults.push({ code: 'origin_wildcard_on_public_suffix', message })
  }
  return faults
}

function checkMethods(methods: unknown, report: Report): void {
  if (methods === undefined) return
  const seen = new Set<string>()
  checkList('methods', methods, report, (path, method) => {
    const upperCase = method.toUpperCase()
    if (method === '*') {
      const message = 'write each method out; under credentials browsers take `*` for a method of that name'
      report({ path, value: method, code: 'method_wildcard', message })
    } else if (!isToken(method)) {
      report({
        path,
        value: method,
        code: 'method_invalid',
        message: 'this is no method: a method is an HTTP token',
      })
    } else if (FORBIDDEN_METHODS.has(upperCase)) {
      report({ path, value: method, code: 'method_forbidden', message: 'browsers never send this method' })
    } else if (method !== upperCase && WELL_KNOWN_METHODS.has(upperCase)) {
      const message = 'methods are case-sensitive, and this one is in upper case'
      report({ path, value: method, code: 'method_case', message, suggestion: upperCase })
    } else if (seen.has(method)) {
      report({ path, value: method, code: 'method_duplicate', message: 'this method is there already' })
    }
    seen.add(method)
  })
}

function checkHeaders(option: 'requestHeaders' | 'exposedHeaders', names: unknown, report: Report): void {
  if (names === undefined) return
  const seen = new Set<string>()
  checkList(option, names, report, (path, written) => {
    const name = written.toLowerCase()
    if (written === '*') {
      const message = 'write each header out; under credentials browsers take `*` for a header of that name'
      report({ path, value: written, code: 'header_wildcard', message })
    } else if (!isToken(written)) {
      report({
        path,
        value: written,
        code: 'header_invalid',
        message: 'this is no header name: a name is an HTTP token',
      })
    } else if (option === 'requestHeaders' && isForbiddenRequestHeader(name)) {
      report({ path, value: written, code: 'header_forbidden', message: 'scripts can never set this header' })
    } else if (option === 'exposedHeaders' && FORBIDDEN_RESPONSE_HEADERS.has(name)) {
      report({
        path,
        value: written,
        code: 'header_forbidden',
        message: 'scripts can never read this header',
      })
    } else if (option === 'exposedHeaders' && SAFELISTED_RESPONSE_HEADERS.has(name)) {
      report({
        path,
        value: written,
        code: 'header_safelisted',
        message: 'scripts can read this header anyway',
      })
    } else if (seen.has(name)) {
      report({ path, value: written, code: 'header_duplicate', message: 'this header is there already' })
    }
    seen.add(name)
  })
}

function checkMaxAge(seconds: unknown, report: Report): void {
  if (seconds === undefined) return
  if (
    typeof seconds === 'number' &&
    Number.isInteger(seconds) &&
    seconds >= 0 &&
    seconds <= MAX_MAX_AGE_SECONDS
  )
    return
  const message = `this is a whole number of seconds from 0 to ${MAX_MAX_AGE_SECONDS}, where browsers stop`
  const suggestion =
    typeof seconds === 'number' && Number.isFinite(seconds)
      ? { suggestion: String(Math.min(Math.max(Math.round(seconds), 0), MAX_MAX_AGE_SECONDS)) }
      : {}
  report({ path: 'maxAgeSeconds', value: seconds, code: 'max_age_invalid', message, ...suggestion })
}
