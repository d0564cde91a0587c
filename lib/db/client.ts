import { apiConfig } from '@/lib/config/api'
import { openEmbedded } from './embedded'
import type { Db, Engine } from './engine'
import { openPostgres } from './postgres'

/**
 * Next.js bundles the start-up file and each route apart, so a module variable would be one database per bundle.
 * The process has one.
 */
const slot: { [key: symbol]: Promise<Engine> | undefined } = globalThis
const key = Symbol.for('next-cross-origin.database')

/** The process's database, opened at the first call. Importing this module opens nothing. */
export function openDatabase(): Promise<Engine> {
  const opening = slot[key] ?? open()
  slot[key] = opening
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

function open(): Promise<Engine> {
  const { databaseUrl, dataDir } = apiConfig()
  return databaseUrl === null ? openEmbedded(dataDir) : openPostgres(databaseUrl)
}
