import { createHash, randomBytes } from 'node:crypto'
import { eq, lt } from 'drizzle-orm'
import type { RoundTrip } from '@/lib/contract/sign-in'
import { database } from '@/lib/db/client'
import { addressChanges, type HandoverRow, handovers, type Identity, users } from '@/lib/db/schema'

/**
 * The handover: a sign-in that was finished at the API's own address, by a top-level visit, becomes a session of the
 * page that asked for it. Why not the cookie of that visit: docs/decisions/0015-handover.md.
 */

/** Says how long a code waits for the page that fetches it as soon as it has loaded. */
const lifeSeconds = 60

/** Says who a code stands for: a user, or an account to be linked. */
export type Subject =
  | { userId: string | null; link: null; sessionId?: string }
  | { userId: null; link: Identity }

/**
 * Keeps a finished sign-in for the page.
 * @param seconds for which the code is good: a code in a mail waits for longer
 * @returns the one-time code; the database has its hash alone
 */
export async function issueHandover(
  subject: Subject & { via: string },
  { challenge, origin }: Pick<RoundTrip, 'challenge' | 'origin'>,
  seconds = lifeSeconds,
): Promise<string> {
  const code = randomBytes(32).toString('base64url')
  const expiresAt = new Date(Date.now() + seconds * 1_000)
  await (await database())
    .insert(handovers)
    .values({ ...subject, codeHash: hashOf(code), challenge, origin, expiresAt })
  return code
}

/**
 * Takes a code's row out, so that a code is tried once, even by two requests at the same time and even with a wrong
 * verifier.
 * @returns null for an unknown code, and for a user who was disabled in the meantime
 */
export async function takeHandover(code: string): Promise<HandoverRow | null> {
  const db = await database()
  const [row] = await db
    .delete(handovers)
    .where(eq(handovers.codeHash, hashOf(code)))
    .returning()
  if (!row?.userId) return row ?? null
  const [user] = await db.select({ disabled: users.disabled }).from(users).where(eq(users.id, row.userId))
  return user?.disabled === false ? row : null
}

/** Says why a code gives no session. */
export type HandoverFault = 'unknown' | 'expired' | 'other_origin' | 'other_browser'

/**
 * Returns why a row is not for this page, or null when it is.
 * @param origin the `Origin` header of the request
 */
export function handoverFault(
  row: HandoverRow | null,
  { verifier, origin, now }: { verifier: string; origin: string | null; now: Date },
): HandoverFault | null {
  if (!row) return 'unknown'
  if (row.expiresAt <= now) return 'expired'
  if (row.origin !== origin) return 'other_origin'
  return row.challenge === hashOf(verifier) ? null : 'other_browser'
}

/** Removes the codes that nobody used in time: those of sign-ins, and those that confirm an address. */
export async function removeExpiredCodes(): Promise<void> {
  const db = await database()
  const now = new Date()
  await db.delete(handovers).where(lt(handovers.expiresAt, now))
  await db.delete(addressChanges).where(lt(addressChanges.expiresAt, now))
}

/** Returns the SHA-256 hash of a text in base64url. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
