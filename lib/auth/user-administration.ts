import { and, asc, count, eq, gt } from 'drizzle-orm'
import { database } from '@/lib/db/client'
import { defaultLimit } from '@/lib/db/pages'
import { type Role, sessions, type UserRow, users } from '@/lib/db/schema'

/**
 * Lists users by name.
 * @param after the last name of the page before; absent for the first page
 * @returns one page, and the name after which the next one begins, or null
 */
export async function listUsers(after: string | undefined, limit = defaultLimit) {
  const rows = await (await database())
    .select({
      username: users.username,
      displayName: users.displayName,
      role: users.role,
      disabled: users.disabled,
      sessions: count(sessions.id),
    })
    .from(users)
    .leftJoin(sessions, eq(sessions.userId, users.id))
    .where(after === undefined ? undefined : gt(users.username, after))
    .groupBy(users.id)
    .orderBy(asc(users.username))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  return { users: page, next: rows.length > limit ? (page.at(-1)?.username ?? null) : null }
}

/**
 * Changes what a user may do. A user who is disabled loses every session.
 * @returns `last_admin` when nobody could administer users afterwards, `not_found` for an unknown name
 */
export async function administer(
  username: string,
  change: { role?: Role | undefined; disabled?: boolean | undefined },
): Promise<UserRow | 'last_admin' | 'not_found'> {
  const db = await database()
  return db.transaction(async (tx) => {
    // Locks every administrator, because two of them could remove each other at the same time.
    const admins = await tx
      .select({ username: users.username })
      .from(users)
      .where(and(eq(users.role, 'admin'), eq(users.disabled, false)))
      .orderBy(asc(users.id))
      .for('update')
    const removes = change.role === 'member' || change.disabled === true
    if (removes && admins.every((admin) => admin.username === username) && admins.length > 0)
      return 'last_admin'
    const [user] = await tx
      .update(users)
      .set({
        ...(change.role === undefined ? {} : { role: change.role }),
        ...(change.disabled === undefined ? {} : { disabled: change.disabled }),
      })
      .where(eq(users.username, username))
      .returning()
    if (!user) return 'not_found'
    if (user.disabled) await tx.delete(sessions).where(eq(sessions.userId, user.id))
    return user
  })
}

/** Ends every session of a user. @returns how many there were, or null for an unknown name */
export async function endSessions(username: string): Promise<{ userId: string; sessions: number } | null> {
  const db = await database()
  const [user] = await db.select({ id: users.id }).from(users).where(eq(users.username, username))
  if (!user) return null
  const gone = await db.delete(sessions).where(eq(sessions.userId, user.id)).returning({ id: sessions.id })
  return { userId: user.id, sessions: gone.length }
}
