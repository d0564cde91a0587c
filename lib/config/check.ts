import { ConfigError, type Moment, validate } from './validate'

/**
 * Checks the environment of this process before an entry builds or serves anything.
 * @returns the text for the operator when the configuration is bad, with every problem, or null
 */
export function configurationFaults(moment: Moment): string | null {
  try {
    validate(process.env, moment)
    return null
  } catch (error) {
    if (error instanceof ConfigError) return `\n${error.message}\n`
    throw error
  }
}
