import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { hashPassword } from '@/lib/auth/passwords'
import { apiConfig } from '@/lib/config/api'
import { openDatabase } from '@/lib/db/client'
import { seed } from '@/lib/db/seed'
import { log } from '@/lib/log'
import { cookieProfile, sessionCookieName } from '@/lib/session/cookie'
import { removeDeadSessions } from '@/lib/session/rows'

/** How long requests that are under way may take to end after a signal: Next.js alone waits for ever. */
const drainMs = 10_000
const cleanUpEveryMs = 3_600_000

/** Opens the database, migrates and seeds it, says what was derived, and arranges the shut-down. */
export async function startApi(): Promise<void> {
  const config = apiConfig()
  try {
    const engine = await openDatabase()
    await engine.migrate()
    if (config.seedDemo) await seed(hashPassword)
    await removeDeadSessions(config)
  } catch (error) {
    console.error(`\nThe API cannot start: ${error instanceof Error ? error.message : error}\n`)
    process.exit(1)
  }
  setInterval(() => {
    removeDeadSessions(config).catch((error) => log.warn({ event: 'clean_up_failed', err: error }))
  }, cleanUpEveryMs).unref()
  drainOnSignal()
  varyOnEveryAnswer()

  const cookie = cookieProfile(config.topology, new URL(config.apiOrigin).protocol)
  log.info({
    event: 'started',
    topology: config.topology,
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

/**
 * Some answers Next.js gives before it asks the middleware: the redirect of `//` and `\`, the 500 for a malformed
 * `%`. A cache must keep those apart by origin too.
 */
function varyOnEveryAnswer() {
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse }
    // A lesson of the lab is about an answer that does not say what it varies on.
    if (process.env.LAB === '1' && request.url?.startsWith('/api/lab/exchange/')) return
    response.setHeader('Vary', 'Origin')
  })
}
