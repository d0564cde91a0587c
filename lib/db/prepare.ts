import { setTimeout as wait } from 'node:timers/promises'
import { log } from '@/lib/log'
import { openDatabase } from './client'
import { isUnavailable } from './unavailable'

const firstRetryMs = 500
const longestRetryMs = 5_000

export interface Preparation {
  /** Resolves after the first attempt: to whether the database is prepared. Rejects for a fault that will not pass. */
  first: Promise<boolean>
  /** Resolves when the database is prepared. Rejects for a fault that will not pass. */
  done: Promise<void>
}

/**
 * Opens the database, applies its migrations and then does what is to be done once. Waits for a database that cannot
 * be reached, with a line in the log for each attempt; readiness is 503 until then.
 * @param migrate whether to apply migrations
 * @param once what needs the tables, such as the demo account
 */
export function prepareDatabase(migrate: boolean, once: () => Promise<void>): Preparation {
  const attempt = async (): Promise<boolean> => {
    try {
      const engine = await openDatabase()
      if (migrate) await engine.migrate()
      await once()
      return true
    } catch (err) {
      if (!isUnavailable(err)) throw err
      log.warn({ event: 'database_waited_for', err })
      return false
    }
  }
  const first = attempt()
  const retry = async () => {
    for (let delayMs = firstRetryMs; ; delayMs = Math.min(delayMs * 2, longestRetryMs)) {
      await wait(delayMs)
      if (!(await attempt())) continue
      log.info({ event: 'database_recovered' })
      return
    }
  }
  return { first, done: first.then((prepared) => (prepared ? undefined : retry())) }
}
