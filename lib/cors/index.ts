export { type CorsRequest, type Decision, decide, type HeaderReader, type Reason } from './decide.js'
export { type Explanation, explain, type Labels } from './explain.js'
export type { CheckedOrigin, CheckedOrigins } from './literals.js'
export type { PolicyOptions } from './options.js'
export { isLoopback, MAX_ORIGIN_LENGTH, type Origin, parseOrigin, type Scheme } from './origin.js'
export {
  type OriginFault,
  type OriginPattern,
  type OriginPatternResult,
  parseOriginPattern,
} from './pattern.js'
export { compilePolicy, type HeaderPair, type Policy, VARY, VARY_OPTIONS } from './policy.js'
export { MAX_PRINTED_LENGTH, printable } from './printable.js'
export { PolicyError, type PolicyProblem, type PolicyProblemCode } from './problem.js'
