import type { CheckedOrigins } from './literals.ts'
import { buildPatternTree, type PatternTree } from './match.ts'
import type { PolicyOptions, PublicPolicyOptions } from './options.ts'
import type { OriginPattern } from './pattern.ts'
import { PolicyError } from './problem.ts'
import { SAFELISTED_METHODS } from './tokens.ts'
import { takeOptions, validateOptions, validatePublicOptions } from './validate.ts'

/** One response header: its name in lower case, and its value. */
export type HeaderPair = readonly [name: string, value: string]

/** Describes what a policy knows beyond its public face, in the form that decisions are made from. */
export interface CompiledPolicy {
  /** `true` when every origin may read. */
  readonly isPublic: boolean
  readonly origins: ReadonlySet<string>
  readonly patterns: PatternTree | null
  readonly methods: ReadonlySet<string>
  readonly longestMethod: number
  readonly requestHeaders: ReadonlySet<string>
  /** Lists of requested headers that can be admitted at a glance, because browsers write them just so. */
  readonly browserLists: ReadonlySet<string>
  /** The length beyond which a list of requested headers is refused unread, in characters. */
  readonly requestHeadersBudget: number
  /** The headers of the answer to an actual request; the first, `Access-Control-Allow-Origin`, is still to be filled. */
  readonly actual: readonly HeaderPair[]
  /** The same, when its method is `OPTIONS`. */
  readonly actualOptions: readonly HeaderPair[]
  /** The same, for the answer to a preflight. */
  readonly preflight: readonly HeaderPair[]
}

let compiledParts: (policy: Policy) => CompiledPolicy

/** A compiled policy. Immutable: what decides is out of reach, and what can be read is frozen. */
class Policy {
  /** `true` when every origin may read, without credentials: the answer names `*`. */
  readonly isPublic: boolean
  /** Empty when the policy is public. */
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

  constructor(options: PolicyOptions, patterns: ReadonlyMap<string, OriginPattern> | null) {
    this.isPublic = patterns === null
    this.origins = Object.freeze([...options.origins])
    this.methods = Object.freeze([...(options.methods ?? [])])
    this.requestHeaders = Object.freeze((options.requestHeaders ?? []).map((name) => name.toLowerCase()))
    this.exposedHeaders = Object.freeze((options.exposedHeaders ?? []).map((name) => name.toLowerCase()))
    this.credentials = options.credentials ?? false
    this.maxAgeSeconds = options.maxAgeSeconds ?? null
    this.#compiled = compile(this, patterns ?? new Map())
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
  const taken = takeOptions(options)
  const { problems, patterns } = validateOptions(taken)
  if (problems.length > 0) throw new PolicyError(problems)
  return new Policy(taken, patterns)
}

/** The methods of a public policy: it is for reading. */
const READS = ['GET', 'HEAD'] as const

/**
 * Compiles a policy by which every page may read, and no page may do anything else: `Access-Control-Allow-Origin: *`,
 * no credentials, `GET` and `HEAD`. There is no option for the rest, so nobody can open a public policy by mistake.
 *
 * @returns an immutable policy for `decide`
 * @throws {PolicyError} with every fault of the options, when there is one
 * @example
 * const policy = compilePublicPolicy({ exposedHeaders: ['x-request-id'] })
 */
export function compilePublicPolicy(options: PublicPolicyOptions = {}): Policy {
  const taken = takeOptions(options)
  const problems = validatePublicOptions(taken)
  if (problems.length > 0) throw new PolicyError(problems)
  return new Policy({ ...taken, origins: [], methods: READS }, null)
}

/** Every answer depends on `Origin`. */
export const VARY = 'Origin'
/** Describes what an `OPTIONS` request is taken for, and how it is answered, depends on these as well. */
export const VARY_OPTIONS = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers'

/** Room for white space, empty elements and repeated names in a list of requested headers, in characters. */
const REQUEST_HEADERS_SLACK = 1024

function compile(policy: Policy, patterns: ReadonlyMap<string, OriginPattern>): CompiledPolicy {
  const methods = new Set(policy.isPublic ? READS : [...SAFELISTED_METHODS, ...policy.methods])
  const wildcards = [...patterns].filter(([, pattern]) => !isExact(pattern))
  const sharing = [
    pair('access-control-allow-origin', ''),
    ...(policy.credentials ? [pair('access-control-allow-credentials', 'true')] : []),
    ...list('access-control-expose-headers', policy.exposedHeaders),
  ]
  return {
    isPublic: policy.isPublic,
    origins: new Set([...patterns].filter(([, pattern]) => isExact(pattern)).map(([entry]) => entry)),
    patterns: wildcards.length === 0 ? null : buildPatternTree(wildcards),
    methods,
    longestMethod: [...methods].reduce((longest, { length }) => Math.max(longest, length), 0),
    requestHeaders: new Set(policy.requestHeaders),
    browserLists: new Set(sortedSubsets(policy.requestHeaders).map((names) => names.join(','))),
    requestHeadersBudget: policy.requestHeaders.join(',').length + REQUEST_HEADERS_SLACK,
    actual: [...sharing, pair('vary', VARY)],
    actualOptions: [...sharing, pair('vary', VARY_OPTIONS)],
    preflight: [
      pair('access-control-allow-origin', ''),
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

/** With more names than this there would be too many subsets to keep; then only the lists of one name are kept. */
const MAX_NAMES_WITH_SUBSETS = 6

/**
 * @returns every list that a browser can send when it asks for these headers: sorted, each name once, or none
 * @see https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
 */
function sortedSubsets(names: readonly string[]): string[][] {
  const sorted = [...names].sort()
  if (sorted.length > MAX_NAMES_WITH_SUBSETS) return sorted.map((name) => [name])
  let subsets: string[][] = [[]]
  for (const name of sorted) subsets = [...subsets, ...subsets.map((subset) => [...subset, name])]
  return subsets
}

const isExact = ({ labels, port }: OriginPattern): boolean => labels === 'none' && port !== '*'

const pair = (name: string, value: string): HeaderPair => Object.freeze([name, value] as const)

const list = (name: string, values: readonly string[]): HeaderPair[] =>
  values.length === 0 ? [] : [pair(name, values.join(','))]
