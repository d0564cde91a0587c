import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { type Engine, migrationsFolder } from './engine'
import * as schema from './schema'

/** Any number that no other program takes as an advisory lock in the same database. */
const migrationLock = 7_366_201_114

/**
 * A pool on a PostgreSQL server.
 * @param url a `postgres://` URL
 */
export async function openPostgres(url: string): Promise<Engine> {
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 5_000 })
  // A connection that breaks while idle is replaced at the next query; without a listener it would end the process.
  pool.on('error', (error) => console.error(`A database connection was lost: ${error.message}`))
  const db = drizzle(pool, { schema })
  return {
    db,
    async migrate() {
      const client = await pool.connect()
      try {
        await client.query('select pg_advisory_lock($1)', [migrationLock])
        await migrate(drizzle(client), { migrationsFolder })
      } finally {
        await client.query('select pg_advisory_unlock($1)', [migrationLock]).catch(() => {})
        client.release()
      }
    },
    close: () => pool.end(),
  }
}
