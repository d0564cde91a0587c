import type { CheckedOrigins } from './literals.js'
import { buildPatternTree, type PatternTree } from './match.js'
import type { PolicyOptions } from './options.js'
import type { OriginPattern } from './pattern.js'
import { PolicyError } from './problem.js'
import { SAFELISTED_METHODS } from './tokens.js'
import { validateOptions } from './validate.js'

/** One response header: its name in lower case, and its value. */
export type HeaderPair = readonly [name: string, value: string]

/** What a policy knows beyond its public face, in the form that decisions are made from. */
export interface CompiledPolicy {
  readonly origins: ReadonlySet<string>
  readonly patterns: PatternTree | null
  readonly methods: ReadonlySet<string>
  readonly longestMethod: number
  readonly requestHeaders: ReadonlySet<string>
  /** The length beyond which a list of requested headers is refused unread, in characters. */
  readonly requestHeadersBudget: number
  /** What follows `Access-Control-Allow-Origin` in the answer to an actual request. */
  readonly actual: readonly HeaderPair[]
  /** The same, when its method is `OPTIONS`. */
  readonly actualOptions: readonly HeaderPair[]
  /** What follows `Access-Control-Allow-Origin` in the answer to a preflight. */
  readonly preflight: readonly HeaderPair[]
}

let compiledParts: (policy: Policy) => CompiledPolicy

/** A compiled policy. Immutable: what decides is out of reach, and what can be read is frozen. */
class Policy {
  readonly origins: readonly string[]
  readonly methods: readonly string[]
  /** In lower case. */
  readonly requestHeaders: readonly string[]
  /** In lower case. */
  readonly exposedHeaders: readonly string[]
  readonly credentials: boolean
  readonly maxAgeSeconds: number | null
  readonly #compiled: CompiledPolicy

  static {
    compiledParts = (policy) => policy.#compiled
  }

  constructor(options: PolicyOptions, patterns: ReadonlyMap<string, OriginPattern>) {
    this.origins = Object.freeze([...options.origins])
    this.methods = Object.freeze([...(options.methods ?? [])])
    this.requestHeaders = Object.freeze((options.requestHeaders ?? []).map((name) => name.toLowerCase()))
    this.exposedHeaders = Object.freeze((options.exposedHeaders ?? []).map((name) => name.toLowerCase()))
    this.credentials = options.credentials ?? false
    this.maxAgeSeconds = options.maxAgeSeconds ?? null
    this.#compiled = compile(this, patterns)
    Object.freeze(this)
  }
}

export type { Policy }

/** @returns the parts of a policy that decisions are made from. */
export const compiledOf = (policy: Policy): CompiledPolicy => compiledParts(policy)

/**
 * Checks the options and compiles them.
 *
 * @param options see {@link PolicyOptions}; string literals among the origins are checked by the compiler, too
 * @returns an immutable policy for `decide`
 * @throws {PolicyError} with every fault of the options, when there is one
 * @example
 * const policy = compilePolicy({ origins: ['https://app.example.com'], methods: ['PATCH'], credentials: true })
 */
export function compilePolicy<const Origins extends readonly string[]>(
  options: Omit<PolicyOptions, 'origins'> & { readonly origins: Origins & CheckedOrigins<Origins> },
): Policy {
  const { problems, patterns } = validateOptions(options)
  if (problems.length > 0) throw new PolicyError(problems)
  return new Policy(options, patterns)
}

/** Every answer depends on `Origin`. */
export const VARY = 'Origin'
/** What an `OPTIONS` request is taken for, and how it is answered, depends on these as well. */
export const VARY_OPTIONS = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers'

/** Room for white space, empty elements and repeated names in a list of requested headers, in characters. */
const REQUEST_HEADERS_SLACK = 1024

function compile(policy: Policy, patterns: ReadonlyMap<string, OriginPattern>): CompiledPolicy {
  const methods = new Set([...SAFELISTED_METHODS, ...policy.methods])
  const wildcards = [...patterns].filter(([, pattern]) => !isExact(pattern))
  const sharing = [
    ...(policy.credentials ? [pair('access-control-allow-credentials', 'true')] : []),
    ...list('access-control-expose-headers', policy.exposedHeaders),
  ]
  return {
    origins: new Set([...patterns].filter(([, pattern]) => isExact(pattern)).map(([entry]) => entry)),
    patterns: wildcards.length === 0 ? null : buildPatternTree(wildcards),
    methods,
    longestMethod: Math.max(...[...methods].map((method) => method.length)),
    requestHeaders: new Set(policy.requestHeaders),
    requestHeadersBudget: policy.requestHeaders.join(',').length + REQUEST_HEADERS_SLACK,
    actual: [...sharing, pair('vary', VARY)],
    actualOptions: [...sharing, pair('vary', VARY_OPTIONS)],
    preflight: [
      ...(policy.credentials ? [pair('access-control-allow-credentials', 'true')] : []),
      ...list('access-control-allow-methods', policy.methods),
      ...list('access-control-allow-headers', policy.requestHeaders),
      ...(policy.maxAgeSeconds === null
        ? []
        : [pair('access-control-max-age', String(policy.maxAgeSeconds))]),
      pair('vary', VARY_OPTIONS),
    ],
  }
}

const isExact = ({ labels, port }: OriginPattern): boolean => labels === 'none' && port !== '*'

const pair = (name: string, value: string): HeaderPair => Object.freeze([name, value] as const)

const list = (name: string, values: readonly string[]): HeaderPair[] =>
  values.length === 0 ? [] : [pair(name, values.join(','))]
