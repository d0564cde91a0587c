import { and, eq, type SQL } from 'drizzle-orm'
import { database, type Transaction } from '@/lib/db/client'
import { accounts, passkeys, type UserRow, users } from '@/lib/db/schema'
import { Problem, problems } from '@/lib/gate/problem'

import type { LiveSession } from '@/lib/session/rows'
import { mailWay } from './mail'

/** Says for how long after a sign-in by mail a new password needs no old one. */
const resetMs = 600_000

/** Tells whether a user has to know the current password to choose a new one. */
export function needsCurrentPassword({ user, session }: LiveSession): boolean {
  const cameByMail = session.via === 'mail' && Date.now() - session.createdAt.getTime() < resetMs
  return user.passwordHash !== null && !cameByMail
}

/** Returns the address to which a link to sign in can be sent, or null. */
export const addressForLinks = ({ email }: Pick<UserRow, 'email'>): string | null =>
  mailWay() === 'none' ? null : email

type Counted = Pick<Transaction, '$count'>

/** One line for each way to sign in. */
const ways: readonly ((db: Counted, user: UserRow) => number | PromiseLike<number>)[] = [
  (_, { passwordHash }) => Number(passwordHash !== null),
  (_, user) => Number(addressForLinks(user) !== null),
  (db, { id }) => db.$count(accounts, eq(accounts.userId, id)),
  (db, { id }) => db.$count(passkeys, eq(passkeys.userId, id)),
]

/** Counts the ways in which a user can sign in. */
export async function waysIn(db: Counted, user: UserRow): Promise<number> {
  let count = 0
  for (const way of ways) count += await way(db, user)
  return count
}

/**
 * Takes a passkey or a linked account away from a user. Locks the user's row, because two requests at once could each
 * take one of the last two.
 * @throws Problem 404 when the user has no such way in, 409 when it is the last one
 */
export async function removeWayIn(
  userId: string,
  table: typeof accounts | typeof passkeys,
  which: SQL,
): Promise<void> {
  const db = await database()
  await db.transaction(async (tx) => {
    const [user] = await tx.select().from(users).where(eq(users.id, userId)).for('update')
    const ofUser = and(eq(table.userId, userId), which)
    const [found] = await tx.select({ userId: table.userId }).from(table).where(ofUser)
    if (!user || !found) throw problems.notFound()
    if ((await waysIn(tx, user)) < 2) {
      throw new Problem(
        'last_way_in',
        'You could not sign in any more without it. Set a password or add another way to sign in first.',
      )
    }
    await tx.delete(table).where(ofUser)
  })
}
