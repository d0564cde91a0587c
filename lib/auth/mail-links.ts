import { randomBytes } from 'node:crypto'
import { and, eq, gt, or } from 'drizzle-orm'
import { brand } from '@/lib/brand'
import type { MailLink } from '@/lib/contract/mail'
import { database } from '@/lib/db/client'
import { addressChanges, type UserRow, users } from '@/lib/db/schema'
import { hashOf, issueHandover } from './handover'
import { sendMail } from './mail'
import { finishAddress } from './page-origin'

/**
 * Links in mails. Opening a link does nothing: the code stands in the fragment, and a page has to post it when a person
 * presses a button, because mail scanners open links too. Decision: docs/decisions/0020-links-in-mails.md.
 */

const linkMinutes = 15

const purposes = {
  'sign-in': { subject: `Sign in to ${brand.name}`, what: 'sign in' },
  reset: { subject: `Choose a new password for ${brand.name}`, what: 'sign in and choose a new password' },
} as const

/**
 * Sends a link to sign in by. The link works in the browser that asked, because that browser alone has the verifier.
 * An address without an account gets a mail that says so: then neither the answer nor its time tells which addresses
 * exist.
 */
export async function mailSignInLink(
  { email, purpose, challenge, next }: MailLink,
  origin: string,
): Promise<void> {
  const [user] = await (await database())
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.email, email), eq(users.disabled, false)))
  const { subject, what } = purposes[purpose]
  if (!user) {
    return sendMail({
      to: email,
      subject: `No ${brand.name} account has this address`,
      text: `Somebody asked for a link to ${what} with this address, but no account has it.\n\nIf it was you, sign in another way, or make an account: ${origin}/sign-up\nIf it was not you, do nothing.\n`,
    })
  }
  const handover = { userId: user.id, link: null, via: 'mail' } as const
  const code = await issueHandover(handover, { challenge, origin }, linkMinutes * 60)
  const link = finishAddress(origin, { code, next, via: 'mail' })
  await sendMail({
    to: email,
    subject,
    text: `Open this link in the browser in which you asked for it, to ${what}. It works once, for ${linkMinutes} minutes:\n\n${link}\n\nIf you did not ask for it, do nothing. Nobody can use this link in another browser.\n`,
  })
}

const newCode = () => randomBytes(32).toString('base64url')

/** Keeps the wish for another address, and sends a link to the new address and one to the old address. */
export async function askForAddress(user: UserRow, email: string, origin: string): Promise<void> {
  const [codeForNew, codeForOld] = [newCode(), newCode()]
  const wish = {
    email,
    newCodeHash: hashOf(codeForNew),
    oldCodeHash: user.email === null ? null : hashOf(codeForOld),
    expiresAt: new Date(Date.now() + linkMinutes * 60_000),
  }
  await (await database())
    .insert(addressChanges)
    .values({ ...wish, userId: user.id })
    .onConflictDoUpdate({ target: addressChanges.userId, set: wish })
  const subject = `Confirm the e-mail address of ${user.username}`
  const text = (what: string, code: string) =>
    `${user.username} wants to ${what}.\n\nIf this is you, open this link in a browser in which you are signed in as ${user.username}:\n\n${origin}/sign-in/confirm#code=${code}\n\nIt works for ${linkMinutes} minutes. If this is not you, do nothing.\n`
  await sendMail({ to: email, subject, text: text(`use this e-mail address for ${brand.name}`, codeForNew) })
  if (user.email === null) return
  await sendMail({ to: user.email, subject, text: text(`replace this address by ${email}`, codeForOld) })
}

/**
 * Confirms one link, for the user who is signed in. An attacker who puts somebody's address into an account gains
 * nothing by the link, because the person who gets it is not signed in to that account.
 */
export async function confirmAddress(
  userId: string,
  code: string,
): Promise<'changed' | 'waiting' | 'invalid' | 'address_in_use'> {
  const db = await database()
  return db.transaction(async (tx) => {
    const hash = hashOf(code)
    const { newCodeHash, oldCodeHash } = addressChanges
    const isOfCode = or(eq(newCodeHash, hash), eq(oldCodeHash, hash))
    const [wish] = await tx
      .select()
      .from(addressChanges)
      .where(and(eq(addressChanges.userId, userId), gt(addressChanges.expiresAt, new Date()), isOfCode))
      .for('update')
    if (!wish) return 'invalid'
    const left = {
      newCodeHash: wish.newCodeHash === hash ? null : wish.newCodeHash,
      oldCodeHash: wish.oldCodeHash === hash ? null : wish.oldCodeHash,
    }
    if (left.newCodeHash !== null || left.oldCodeHash !== null) {
      await tx.update(addressChanges).set(left).where(eq(addressChanges.userId, userId))
      return 'waiting'
    }
    await tx.delete(addressChanges).where(eq(addressChanges.userId, userId))
    const [owner] = await tx.select({ id: users.id }).from(users).where(eq(users.email, wish.email))
    if (owner && owner.id !== userId) return 'address_in_use'
    await tx.update(users).set({ email: wish.email }).where(eq(users.id, userId))
    return 'changed'
  })
}
