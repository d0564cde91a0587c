import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { brand } from '@/lib/brand'
import { log } from '@/lib/log'
import { type Engine, migrationsFolder } from './engine'
import * as schema from './schema'

/** Any number that no other program takes as an advisory lock in the same database. */
const migrationLock = 7_366_201_114

/** Says how long a connection may take, the wait for a free one included. With a statement it stays below five seconds. */
const connectWithinMs = 3_000
/** Says how long the server may work on one statement; it may wait for a lock that long. */
const statementWithinMs = 1_500
/** Says how long an answer may take, because a server that is frozen keeps no deadline of its own. */
const answerWithinMs = 1_800

/**
 * Opens a pool on a PostgreSQL server. Connects to it only when it is used.
 * @param url a `postgres://` URL
 * @param mostConnections of the pool
 */
export function openPostgres(url: string, mostConnections: number): Engine {
  const connection = {
    connectionString: url,
    connectionTimeoutMillis: connectWithinMs,
    keepAlive: true,
    application_name: brand.name,
  }
  const pool = new pg.Pool({
    ...connection,
    max: mostConnections,
    statement_timeout: statementWithinMs,
    query_timeout: answerWithinMs,
    idle_in_transaction_session_timeout: 10_000,
  })
  // A connection that breaks while idle is replaced at the next query; without a listener it would end the process.
  pool.on('error', (err) => log.warn({ event: 'database_connection_lost', err }))
  return {
    db: drizzle(pool, { schema }),
    async migrate() {
      // Without deadlines: a migration takes its time, and so does waiting for another instance's.
      const client = new pg.Client(connection)
      client.on('error', (err) => log.warn({ event: 'database_connection_lost', err }))
      try {
        await client.connect()
        await client.query('select pg_advisory_lock($1)', [migrationLock])
        await migrate(drizzle(client), { migrationsFolder })
      } finally {
        // Ending the connection gives the lock back.
        await client.end()
      }
    },
    close: () => pool.end(),
  }
}
