import { and, desc, eq, gt, inArray, lt, ne, or, sql } from 'drizzle-orm'
import { database } from '@/lib/db/client'
import { type SessionRow, sessions, type UserRow, users } from '@/lib/db/schema'

/** A session that is alive, with the user whose it is. */
export interface LiveSession {
  session: SessionRow
  user: UserRow
  /** Tells whether the page showed it by a token, because its browser keeps no cookie. */
  byToken?: boolean
}

export interface SessionLimits {
  sessionIdleSeconds: number
  sessionAbsoluteSeconds: number
}

/** Sessions of one account. One more ends the one that was used longest ago. */
export const mostSessions = 100

/** Says how exact `lastSeenAt` is: a write for every read would cost more than it tells. */
const lastSeenEverySeconds = 60

const before = (now: Date, seconds: number) => new Date(now.getTime() - seconds * 1_000)

/** Makes a new row, always with a new id: signing in never continues a session. */
export async function createSession(
  started: { userId: string; userAgent: string; origin: string; via?: string },
  { sessionAbsoluteSeconds }: SessionLimits,
): Promise<SessionRow> {
  const expiresAt = new Date(Date.now() + sessionAbsoluteSeconds * 1_000)
  const db = await database()
  const [row] = await db
    .insert(sessions)
    .values({ ...started, userAgent: started.userAgent.slice(0, 256), expiresAt })
    .returning()
  if (!row) throw new Error('The database did not return the session it was given.')
  const tooMany = db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.userId, started.userId), ne(sessions.id, row.id)))
    .orderBy(desc(sessions.lastSeenAt))
    .offset(mostSessions - 1)
  await db.delete(sessions).where(inArray(sessions.id, tooMany))
  return row
}

/**
 * Gives a session another id, so that a copy of its token from before is worth nothing.
 * @returns the session, or null when it has ended
 */
export async function renewSessionId(sessionId: string): Promise<SessionRow | null> {
  const [row] = await (await database())
    .update(sessions)
    .set({ id: sql`gen_random_uuid()` })
    .where(eq(sessions.id, sessionId))
    .returning()
  return row ?? null
}

/**
 * The session of a genuine token, when it is neither revoked nor past a limit and its user is not disabled.
 * Notes that it was seen.
 */
export async function liveSession(
  { sessionId, userId }: { sessionId: string; userId: string },
  limits: SessionLimits,
): Promise<LiveSession | null> {
  const now = new Date()
  const db = await database()
  const [found] = await db
    .select({ session: sessions, user: users })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(sessions.id, sessionId),
        eq(sessions.userId, userId),
        eq(users.disabled, false),
        alive(now, limits),
      ),
    )
    .limit(1)
  if (!found) return null
  if (found.session.lastSeenAt < before(now, lastSeenEverySeconds)) {
    await db.update(sessions).set({ lastSeenAt: now }).where(eq(sessions.id, sessionId))
  }
  return found
}

const alive = (now: Date, { sessionIdleSeconds }: SessionLimits) =>
  and(gt(sessions.expiresAt, now), gt(sessions.lastSeenAt, before(now, sessionIdleSeconds)))

/** Says where a page of sessions begins: after this one. */
export interface SessionCursor {
  lastSeenAt: Date
  id: string
}

/**
 * Returns one page of a user's living sessions, the last used first, and where the next page begins.
 * @param limit sessions on a page
 */
export async function listSessions(
  userId: string,
  limits: SessionLimits,
  { limit = mostSessions, after }: { limit?: number; after?: SessionCursor | undefined } = {},
): Promise<{ rows: SessionRow[]; next: SessionCursor | null }> {
  // A cursor has milliseconds and the column has microseconds: without rounding a page would lose rows.
  const seen = sql`date_trunc('milliseconds', ${sessions.lastSeenAt})`
  const later =
    after &&
    sql`(${seen}, ${sessions.id}) < (${after.lastSeenAt.toISOString()}::timestamptz, ${after.id}::uuid)`
  const found = await (await database())
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, userId), alive(new Date(), limits), later))
    .orderBy(desc(seen), desc(sessions.id))
    .limit(limit + 1)
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  const next = found.length > limit && last ? { lastSeenAt: last.lastSeenAt, id: last.id } : null
  return { rows, next }
}

/** @returns whether there was such a session of this user */
export async function revokeSession(userId: string, sessionId: string): Promise<boolean> {
  const gone = await (await database())
    .delete(sessions)
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId)))
    .returning({ id: sessions.id })
  return gone.length > 0
}

/** Ends every session of a user but one. @returns how many there were */
export async function revokeOtherSessions(userId: string, keptId: string): Promise<number> {
  const gone = await (await database())
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), ne(sessions.id, keptId)))
    .returning({ id: sessions.id })
  return gone.length
}

/** Removes the rows that no token can use any more. @returns how many there were */
export async function removeDeadSessions({ sessionIdleSeconds }: SessionLimits): Promise<number> {
  const now = new Date()
  const gone = await (await database())
    .delete(sessions)
    .where(or(lt(sessions.expiresAt, now), lt(sessions.lastSeenAt, before(now, sessionIdleSeconds))))
    .returning({ id: sessions.id })
  return gone.length
}
