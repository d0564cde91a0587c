import { setTimeout as wait } from 'node:timers/promises'
import type { GateConfig } from '@/lib/config/gate'
import { isPublicSuffix } from '@/lib/config/site'
import { type OriginRules, originProblem } from '@/lib/contract/origin-problem'
import { originsInForce } from '@/lib/db/origins'
import { log } from '@/lib/log'
import { apiSettings, compileApiSettings } from './api-settings'
import type { GateSettings } from './settings'

/** A policy older than this is refreshed behind the request that notices. In milliseconds. */
const refreshAfterMs = 1_500
/** A policy older than this is not used any more: the request waits for a new one. Every instance sees a change by then. */
const staleAfterMs = 4_000
/** A database that did not answer is not asked again sooner. */
const retryAfterMs = 1_000
/** No request waits longer for the database than this, and none at all once it has stopped answering. */
const patienceMs = 250

interface Known<Settings> {
  settings: Settings
  /** The run-time origins it was compiled with, as one text to compare. */
  origins: string
  readAt: number
}

/** Everything that the settings of now are made from. */
interface Source<Settings extends GateSettings> {
  /** Returns the settings of the environment alone. */
  base: () => Promise<Settings>
  /** Compiles the settings again with these origins besides. */
  withOrigins: (base: Settings, origins: readonly string[]) => Promise<Settings>
  /** Reads the run-time origins that are in force. */
  read: () => Promise<readonly string[]>
  /** Milliseconds, never set back. */
  clock?: () => number
}

/**
 * Keeps the gate's settings with the origins that people allowed at run time, beside those of the environment
 * (docs/decisions/0018-origins-at-run-time.md).
 * @returns the settings of now. While the database does not answer, those of the last time it did.
 */
export function settingsAtRunTime<Settings extends GateSettings>({
  base,
  withOrigins,
  read,
  clock = () => performance.now(),
}: Source<Settings>): () => Settings | Promise<Settings> {
  let known: Known<Settings> | null = null
  let reading: Promise<void> | null = null
  let lastTry = Number.NEGATIVE_INFINITY
  let silent = false

  const refresh = async () => {
    const environment = await base()
    known ??= { settings: environment, origins: '', readAt: Number.NEGATIVE_INFINITY }
    try {
      const origins = takeable(await read(), environment)
      const text = origins.join(' ')
      const settings = text === known.origins ? known.settings : await withOrigins(environment, origins)
      known = { settings, origins: text, readAt: clock() }
      silent = false
    } catch (error) {
      // Said once. At the start there may be no table yet.
      if (!silent && known.readAt > 0) log.warn({ event: 'run_time_origins_unread', err: error })
      silent = true
    }
  }
  const refreshOnce = (now: number) => {
    if (now - lastTry <= retryAfterMs) return
    lastTry = now
    reading ??= refresh().finally(() => {
      reading = null
    })
  }
  const afterReading = async () => {
    if (reading && !silent) {
      silent = !(await Promise.race([reading.then(() => true), wait(patienceMs, false, { ref: false })]))
    }
    return known?.settings ?? base()
  }

  return () => {
    const now = clock()
    const age = known ? now - known.readAt : Number.POSITIVE_INFINITY
    if (age > refreshAfterMs) refreshOnce(now)
    return known && age <= staleAfterMs ? known.settings : afterReading()
  }
}

/** Says what the gate takes at run time: the same as at start-up. */
export function originRules({ production }: Pick<GateConfig, 'production'>): OriginRules {
  return { insecureHttp: production ? 'loopback' : 'any', isPublicSuffix }
}

/** Leaves out what the policy would refuse, such as a row that was written by hand, and what it has already. */
function takeable(origins: readonly string[], { config }: GateSettings): string[] {
  return [...new Set(origins)].filter((origin) => {
    if (config.allowedOrigins.includes(origin)) return false
    const problem = originProblem(origin, originRules(config))
    if (problem) log.warn({ event: 'run_time_origin_ignored', origin, problem: problem.message })
    return problem === null
  })
}

/** Returns the settings of this process with the origins of now. For Node.js only, because the edge has no database. */
export const settingsOfNow = settingsAtRunTime({
  base: apiSettings,
  withOrigins: ({ config }, origins) =>
    compileApiSettings({ ...config, allowedOrigins: [...config.allowedOrigins, ...origins] }),
  read: originsInForce,
})
