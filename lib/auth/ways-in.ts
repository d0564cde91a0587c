import { count, eq } from 'drizzle-orm'
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

/** Counts the ways in which a user can sign in. The last one is never taken away. */
export async function waysIn(tx: Pick<Transaction, 'select'>, user: UserRow): Promise<number> {
  const { id: userId, passwordHash } = user
  const [linked] = await tx.select({ count: count() }).from(accounts).where(eq(accounts.userId, userId))
  const [keys] = await tx.select({ count: count() }).from(passkeys).where(eq(passkeys.userId, userId))
  const others = Number(passwordHash !== null) + Number(addressForLinks(user) !== null)
  return others + (linked?.count ?? 0) + (keys?.count ?? 0)
}
