import { eq, getTableName, is, sql } from 'drizzle-orm'
import { PgTable } from 'drizzle-orm/pg-core'
import { database } from '@/lib/db/client'
import * as schema from '@/lib/db/schema'

/** Describes what the database holds, looked at and changed behind the API's back. */

/** Describes what a refused request may change: a count of attempts, and when a session or a token was last used. */
const unwatched = { tables: ['rate_limits'], columns: ['last_seen_at', 'last_used_at'] }

/** Every table of the schema, so that a new one is watched from its first day. */
const watched = Object.values(schema)
  .filter((value) => is(value, PgTable))
  .filter((table) => !unwatched.tables.includes(getTableName(table)))

/** One query for all tables, because hundreds of tests ask before and after. */
const everything = watched
  .map((table) => {
    const name = getTableName(table)
    const row = `to_jsonb("${name}") - '{${unwatched.columns.join(',')}}'::text[]`
    return `select '${name}' as name, jsonb_agg(${row} order by (${row})::text) as rows from "${name}"`
  })
  .join(' union all ')

/** Returns everything that a request could have changed, by the name of its table and its columns. */
export async function contents(): Promise<Record<string, object[]>> {
  const tables = await (await database())
    .select({ name: sql<string>`name`, rows: sql<object[] | null>`rows` })
    .from(sql.raw(`(${everything}) as everything`))
  return Object.fromEntries(tables.map(({ name, rows }) => [name, rows ?? []]))
}

type SessionRow = schema.SessionRow
type UserRow = schema.UserRow
const { sessions, users } = schema

export async function sessionRows(username: string): Promise<SessionRow[]> {
  const rows = await (await database())
    .select({ session: sessions })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(users.username, username))
  return rows.map(({ session }) => session)
}

export async function setUser(username: string, change: Partial<UserRow>): Promise<void> {
  await (await database()).update(users).set(change).where(eq(users.username, username))
}

/** The clock of one session, put back by so many seconds. */
export async function ageSession(
  id: string,
  { sinceSeen = 0, sinceStart = 0 }: { sinceSeen?: number; sinceStart?: number },
): Promise<void> {
  await (await database())
    .update(sessions)
    .set({
      lastSeenAt: sql`${sessions.lastSeenAt} - make_interval(secs => ${sinceSeen})`,
      createdAt: sql`${sessions.createdAt} - make_interval(secs => ${sinceStart})`,
      expiresAt: sql`${sessions.expiresAt} - make_interval(secs => ${sinceStart})`,
    })
    .where(eq(sessions.id, id))
}
