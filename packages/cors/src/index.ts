export { type CorsRequest, type Decision, decide, type HeaderReader, type Reason } from './decide.ts'
export { type Explanation, explain, type Labels } from './explain.ts'
export type { CheckedOrigin, CheckedOrigins } from './literals.ts'
export type { PolicyOptions, PublicPolicyOptions } from './options.ts'
export { isLoopback, MAX_ORIGIN_LENGTH, type Origin, parseOrigin, type Scheme } from './origin.ts'
export {
  type OriginFault,
  type OriginPattern,
  type OriginPatternResult,
  parseOriginPattern,
} from './pattern.ts'
export {
  compilePolicy,
  compilePublicPolicy,
  type HeaderPair,
  type Policy,
  VARY,
  VARY_OPTIONS,
} from './policy.ts'
export { MAX_PRINTED_LENGTH, printable } from './printable.ts'
export { PolicyError, type PolicyProblem, type PolicyProblemCode } from './problem.ts'
