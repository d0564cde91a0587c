import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import type * as schema from './schema'

/** One dialect, whichever engine answers. */
export type Db = PgDatabase<PgQueryResultHKT, typeof schema>

/** A database that is open. */
export interface Engine {
  db: Db
  /** Applies what is missing of the migrations, once, even when several instances start together. */
  migrate(): Promise<void>
  close(): Promise<void>
}

/** Says where the migrations lie, from the directory in which every command of this project runs. */
export const migrationsFolder = 'lib/db/migrations'
