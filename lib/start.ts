import { removeOldEvents } from '@/lib/auth/audit'
import { hashPassword } from '@/lib/auth/passwords'
import { removeExpiredCounts } from '@/lib/auth/rate-limits'
import { apiConfig } from '@/lib/config/api'
import { whyTopology } from '@/lib/config/site'
import { prepareDatabase } from '@/lib/db/prepare'
import { seed } from '@/lib/db/seed'
import { coverTheWire } from '@/lib/gate/wire'
import { log } from '@/lib/log'
import { cookieProfile, sessionCookieName } from '@/lib/session/cookie'
import { removeDeadSessions } from '@/lib/session/rows'

/** How long requests that are under way may take to end after a signal: Next.js alone waits for ever. */
const drainMs = 5_000
const cleanUpEveryMs = 3_600_000

/** Opens the database, migrates and seeds it, or goes on and waits for it; says what was derived, and arranges the shut-down. */
export async function startApi(): Promise<void> {
  const config = apiConfig()
  const cleanUp = () => Promise.all([removeDeadSessions(config), removeExpiredCounts(), removeOldEvents()])
  const refuse = (error: unknown) => {
    console.error(`\nThe API cannot start: ${error instanceof Error ? error.message : error}\n`)
    process.exit(1)
  }
  const preparation = prepareDatabase(true, async () => {
    if (config.seedDemo) await seed(hashPassword)
    await cleanUp()
  })
  await preparation.first.catch(refuse)
  preparation.done.catch(refuse)
  setInterval(() => {
    cleanUp().catch((error) => log.warn({ event: 'clean_up_failed', err: error }))
  }, cleanUpEveryMs).unref()
  drainOnSignal()
  coverTheWire()

  const cookie = cookieProfile(config.topology, new URL(config.apiOrigin).protocol)
  log.info({
    event: 'started',
    topology: config.topology,
    why: whyTopology(config.apiOrigin, config.allowedOrigins),
    cookie: sessionCookieName(cookie),
    sameSite: cookie.sameSite,
    database: config.databaseUrl ? 'postgres' : 'embedded',
    allowedOrigins: config.allowedOrigins,
  })
}

function drainOnSignal() {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      setTimeout(() => process.exit(0), drainMs).unref()
    })
  }
}
