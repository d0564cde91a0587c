import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { variable } from './defaults'
import { ConfigError, type Moment, validate } from './validate'

/**
 * Checks the environment of this process before anything is built or served, and completes it: a development
 * secret, and what was derived for the edge. Called by next.config.js, so that no way of starting passes it by.
 * Ends the process with status 1 and every problem at once when the configuration is bad.
 */
export function prepare(moment: Moment): void {
  if (moment.deployment === 'api' && !moment.production && !process.env.AUTH_SECRET) {
    process.env.AUTH_SECRET = developmentSecret(variable(process.env, 'DATA_DIR'))
  }
  try {
    process.env.DERIVED_TOPOLOGY = validate(process.env, moment).topology
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(`\n${error.message}\n`)
    process.exit(1)
  }
}

/** Made once and kept, so that a restart signs nobody out. Never used in production. */
function developmentSecret(dataDir: string): string {
  const file = join(dataDir, 'auth-secret')
  mkdirSync(dataDir, { recursive: true })
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return readFileSync(file, 'utf8').trim()
}
