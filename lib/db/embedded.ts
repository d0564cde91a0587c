import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { PGlite } from '@electric-sql/pglite'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'
import lockfile from 'proper-lockfile'
import { type Engine, migrationsFolder } from './engine'
import * as schema from './schema'

/** A lock that nobody has renewed for this long was left by a process that was killed. */
const staleMs = 5_000

/** The directory is open in another process. Two processes on one PGlite directory lose acknowledged writes. */
export class DataDirectoryInUse extends Error {
  override readonly name = 'DataDirectoryInUse'
  constructor(directory: string) {
    super(
      `Another process has the database in ${directory} open, and two would lose writes. ` +
        'Stop the other one, or start this one with a DATA_DIR of its own (DATA_DIR=.data-2), ' +
        'or give both a PostgreSQL in DATABASE_URL.',
    )
  }
}

/**
 * The embedded database in `dataDir`, made when it is not there. Waits a few seconds for the lock of a process
 * that was killed to go stale.
 * @throws DataDirectoryInUse when a living process holds the directory
 */
export async function openEmbedded(dataDir: string): Promise<Engine> {
  const directory = resolve(dataDir, 'pglite')
  mkdirSync(dataDir, { recursive: true })
  const unlock = await lock(resolve(dataDir), directory)
  const client = new PGlite(join(dataDir, 'pglite'))
  await client.waitReady
  const db = drizzle(client, { schema })
  return {
    db,
    migrate: () => migrate(db, { migrationsFolder }),
    async close() {
      await client.close()
      await unlock()
    },
  }
}

async function lock(path: string, directory: string): Promise<() => Promise<void>> {
  const giveUpAt = Date.now() + staleMs + 2_000
  for (;;) {
    try {
      return await lockfile.lock(path, {
        lockfilePath: join(path, 'database.lock'),
        stale: staleMs,
        update: 1_000,
        onCompromised: () => {
          console.error(new DataDirectoryInUse(directory).message)
          process.exit(1)
        },
      })
    } catch (error) {
      const held = error instanceof Error && 'code' in error && error.code === 'ELOCKED'
      if (!held) throw error
      if (Date.now() > giveUpAt) throw new DataDirectoryInUse(directory)
      await wait(250)
    }
  }
}
