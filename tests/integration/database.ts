import { eq, getTableColumns, getTableName, is, sql } from 'drizzle-orm'
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

/** Returns everything that a request could have changed, by the name of its table. */
export async function contents(): Promise<Record<string, object[]>> {
  const db = await database()
  const tables = watched.map(async (table) => {
    const columns = Object.entries(getTableColumns(table)).filter(
      ([, column]) => !unwatched.columns.includes(column.name),
    )
    const rows = await db.select(Object.fromEntries(columns)).from(table)
    const lines = rows.map((row) => [JSON.stringify(row), row] as const)
    return [
      getTableName(table),
      lines.sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row),
    ] as const
  })
  return Object.fromEntries(await Promise.all(tables))
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
