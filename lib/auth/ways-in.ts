import { eq } from 'drizzle-orm'
import type { Transaction } from '@/lib/db/client'
import { accounts, passkeys, type UserRow } from '@/lib/db/schema'
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

/** Counts the ways in which a user can sign in. The last one is never taken away. */
export async function waysIn(db: Counted, user: UserRow): Promise<number> {
  let count = 0
  for (const way of ways) count += await way(db, user)
  return count
}
