import { compilePolicy, PolicyError } from '@next-cross-origin/cors'

/** A fault of an origin as it was typed, and the spelling that was probably meant. */
export interface OriginProblem {
  message: string
  suggestion: string | null
}

/** Says where plain http is acceptable, and what else the caller knows about hosts. */
export interface OriginRules {
  insecureHttp: 'loopback' | 'any'
  isPublicSuffix?: (host: string) => boolean
}

/**
 * Checks an origin or a pattern as the policy will, so that nothing is stored that would never match.
 * @returns the first fault, or null
 */
export function originProblem(entry: string, rules: OriginRules): OriginProblem | null {
  try {
    compilePolicy({ origins: [entry], ...rules })
    return null
  } catch (error) {
    const [problem] = error instanceof PolicyError ? error.problems : []
    if (!problem) throw error
    const { message, suggestion = null } = problem
    return { message: `${message.charAt(0).toUpperCase()}${message.slice(1)}.`, suggestion }
  }
}

/** Puts the suggestion behind the fault, as one text for a person. */
export function originProblemText({ message, suggestion }: OriginProblem): string {
  return suggestion === null ? message : `${message} Did you mean ${suggestion}?`
}
