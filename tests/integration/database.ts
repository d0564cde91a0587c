import { asc, eq, sql } from 'drizzle-orm'
import { database } from '@/lib/db/client'
import { type SessionRow, sessions, type UserRow, users } from '@/lib/db/schema'

/** What the database holds, looked at and changed behind the API's back. */

/** Everything a request could have changed. When a session was last seen is no change. */
export async function contents(): Promise<object> {
  const db = await database()
  return {
    users: await db.select().from(users).orderBy(asc(users.id)),
    sessions: await db
      .select({ id: sessions.id, userId: sessions.userId, expiresAt: sessions.expiresAt })
      .from(sessions)
      .orderBy(asc(sessions.id)),
  }
}

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
