import { sql } from 'drizzle-orm'
import { brand } from '@/lib/brand'
import { databaseConfig } from '@/lib/config/api'
import type { Db, Engine } from './engine'
import { rateLimits } from './schema'
import { DatabaseUnavailable } from './unavailable'

/**
 * Next.js bundles the start-up file and each route apart, so a module variable would be one database per bundle.
 * The process has one.
 */
const slot: { [key: symbol]: Promise<Engine> | undefined } = globalThis
const key = Symbol.for(`${brand.keyLabel}.database`)

/** Opens the process's database at the first call and returns it at every call. Importing this module opens nothing. */
export function openDatabase(): Promise<Engine> {
  const opening = slot[key] ?? open()
  slot[key] = opening
  opening.catch(() => {
    // The next call tries again.
    if (slot[key] === opening) delete slot[key]
  })
  return opening
}

/** Closes the process's database, if it was opened; the embedded one gives its directory back. */
export async function closeDatabase(): Promise<void> {
  const opening = slot[key]
  delete slot[key]
  await (await opening)?.close()
}

export async function database(): Promise<Db> {
  return (await openDatabase()).db
}

/**
 * Asks the database for a row of a table that a migration makes.
 * @param withinMs how long the answer may take
 * @throws Error when the database does not answer in time, or has no tables
 */
export async function pingDatabase(withinMs: number): Promise<void> {
  const asked = database().then((db) => db.select({ one: sql`1` }).from(rateLimits).limit(1))
  // An answer that comes too late is nobody's.
  asked.catch(() => {})
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const refuse = () => reject(new DatabaseUnavailable(`The database did not answer within ${withinMs} ms.`))
    timer = setTimeout(refuse, withinMs)
  })
  try {
    await Promise.race([asked, late])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Loads the driver that is needed and no other: the embedded database is a dozen megabytes. The build knows whether this
 * is a function, and leaves the embedded database out of it.
 */
async function open(): Promise<Engine> {
  const { databaseUrl, dataDir, mostConnections } = databaseConfig()
  if (databaseUrl !== null) return (await import('./postgres')).openPostgres(databaseUrl, mostConnections)
  if (process.env.RUNS_AS !== 'function') return (await import('./embedded')).openEmbedded(dataDir)
  throw new DatabaseUnavailable('DATABASE_URL is not set, and a function has no disk of its own.')
}

/** The statements of one transaction. */
export type Transaction = Parameters<Parameters<Awaited<ReturnType<typeof database>>['transaction']>[0]>[0]
