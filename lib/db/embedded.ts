import { resolve } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'
import { log } from '@/lib/log'
import { claimDirectory, lockDirectory, ownerOnly } from './directory'
import { type Engine, migrationsFolder } from './engine'
import * as schema from './schema'

/**
 * Opens the embedded database in `dataDir`, and makes it where it is missing.
 * @throws DataDirectoryError when the directory cannot be used, or another process uses it
 */
export async function openEmbedded(dataDir: string): Promise<Engine> {
  const path = resolve(dataDir)
  claimDirectory(path)
  let client: PGlite | undefined
  const unlock = await lockDirectory(path, () => {
    // Whoever has the directory now would lose writes to a second writer. Every query fails from here on.
    log.error({ event: 'data_directory_lost', directory: path, change: 'start this process again' })
    client?.close().catch((err) => log.error({ event: 'database_close_failed', err }))
  })
  try {
    client = await PGlite.create(resolve(path, 'pglite'))
    ownerOnly(path)
  } catch (error) {
    await unlock()
    throw error
  }
  const opened = client
  const db = drizzle(opened, { schema })
  return {
    db,
    migrate: () => migrate(db, { migrationsFolder }),
    async close() {
      await opened.close()
      await unlock()
    },
  }
}
