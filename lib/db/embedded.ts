import { resolve } from 'node:path'
import { PGlite, type Transaction } from '@electric-sql/pglite'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'
import { log } from '@/lib/log'
import { turns } from '@/lib/turns'
import { claimDirectory, lockDirectory, ownerOnly } from './directory'
import { type Engine, migrationsFolder } from './engine'
import * as schema from './schema'

/** A database that works in the thread of this process, one statement in a turn, so that other requests are answered between. */
class DatabaseInTurns extends PGlite {
  readonly turn = turns(1)

  override async query<T>(...args: Parameters<PGlite['query']>) {
    await this.turn()
    return super.query<T>(...args)
  }

  override async transaction<T>(work: (transaction: Transaction) => Promise<T>) {
    await this.turn()
    return super.transaction(work)
  }
}

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
    client = new DatabaseInTurns(resolve(path, 'pglite'))
    await client.waitReady
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
