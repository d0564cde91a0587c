import { removeOldEvents } from '@/lib/auth/audit'
import { removeExpiredCodes } from '@/lib/auth/handover'
import { hashPassword } from '@/lib/auth/passwords'
import { removeExpiredCounts } from '@/lib/auth/rate-limits'
import { type ApiConfig, apiConfig, isFunction } from '@/lib/config/api'
import { whyTopology } from '@/lib/config/site'
import { prepareDatabase } from '@/lib/db/prepare'
import { seed } from '@/lib/db/seed'
import { log } from '@/lib/log'
import { writeLinesTogether } from '@/lib/log-lines'
import { startMetrics } from '@/lib/metrics'
import { cookieProfile, sessionCookieName } from '@/lib/session/cookie'
import { removeDeadSessions } from '@/lib/session/rows'

const cleanUpEveryMs = 3_600_000

/**
 * Opens the database, migrates and seeds it, or goes on and waits for it; says what was derived.
 * @returns resolves `prepared` when the database is prepared; it rejects for a fault that will not pass
 * @throws Error when the database cannot be opened for a reason that will not pass
 */
export async function startApi(): Promise<{ prepared: Promise<void> }> {
  const config = apiConfig()
  if (config.production) writeLinesTogether()
  // Nobody could read them without the token, and counting takes longer than deciding.
  if (config.metricsToken !== null) startMetrics()
  warnOfDoubtfulSettings(config)
  const cleanUp = () =>
    Promise.all([removeDeadSessions(config), removeExpiredCounts(), removeOldEvents(), removeExpiredCodes()])
  const preparation = prepareDatabase(config.migrate, async () => {
    if (config.seedDemo) await seed(hashPassword)
    await cleanUp()
  })
  await preparation.first
  setInterval(() => {
    cleanUp().catch((error) => log.warn({ event: 'clean_up_failed', err: error }))
  }, cleanUpEveryMs).unref()

  const cookie = cookieProfile(config.topology, new URL(config.apiOrigin).protocol)
  log.info({
    event: 'started',
    pid: process.pid,
    topology: config.topology,
    why: process.env.TOPOLOGY ? 'TOPOLOGY declares it' : whyTopology(config.apiOrigin, config.allowedOrigins),
    cookie: sessionCookieName(cookie),
    sameSite: cookie.sameSite,
    database: config.databaseUrl ? 'postgres' : 'embedded',
    allowedOrigins: config.allowedOrigins,
  })
  return { prepared: preparation.done }
}

/** Says how long requests under way may take to end after a signal: Next.js alone waits for ever. */
const drainMs = 5_000

/**
 * Starts the API in a process of `next start` or in a function of a platform. A process ends when it cannot start. A
 * function may not end itself: it logs the fault, and each request that needs the database says that it does not answer.
 */
export async function startUnderNext(): Promise<void> {
  const end = (err: unknown) => {
    log.error({ event: 'start_failed', err })
    if (!isFunction()) process.exit(1)
  }
  try {
    const { prepared } = await startApi()
    prepared.catch(end)
  } catch (error) {
    end(error)
  }
  if (isFunction()) return
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => setTimeout(() => process.exit(0), drainMs).unref())
  }
}

/** Warns of settings that are legal and rarely meant. */
function warnOfDoubtfulSettings(config: ApiConfig): void {
  const warn = (variable: string, problem: string, change: string) =>
    log.warn({ event: 'doubtful_setting', variable, problem, change })
  if (config.production && config.seedDemo) {
    warn(
      'SEED_DEMO',
      'The demo account exists in production, and its password is public.',
      'Leave SEED_DEMO out where real people sign in.',
    )
  }
  if (config.production && config.trustedProxies === 0 && new URL(config.apiOrigin).protocol === 'https:') {
    warn(
      'TRUSTED_PROXIES',
      'Something in front of this process terminates TLS, so every request comes from its address and all clients share one limit.',
      'Set TRUSTED_PROXIES to the number of proxies that add to X-Forwarded-For.',
    )
  }
}
