import { desc, eq, gt, inArray, lt, or, sql } from 'drizzle-orm'
import { database } from '@/lib/db/client'
import { type EventKind, type EventRow, events } from '@/lib/db/schema'
import { findUser } from '@/lib/db/users'
import type { Call } from '@/lib/gate/handler'
import { log } from '@/lib/log'
import { clientAddress } from './client-address'
import { pseudonym } from './pseudonym'

/** Events of one kind that an account keeps, so that guesses from elsewhere push nothing else out. */
const mostOfAKind = 50
const keptDays = 90

/**
 * Notes what happened to an account: one line in the log, and a row for its owner to see. Why both:
 * docs/decisions/0014-audit-trail.md.
 * @param userId null where there is no such account: then the log alone has it
 */
export async function audit(
  { request, settings, requestId }: Pick<Call, 'request' | 'settings' | 'requestId'>,
  kind: EventKind,
  userId: string | null,
): Promise<void> {
  const address = (await pseudonym(clientAddress({ request, settings }))).slice(0, 16)
  log.info({ event: 'audit', kind, userId, requestId, address })
  if (userId === null) return
  const userAgent = (request.headers.get('user-agent') ?? '').slice(0, 256)
  try {
    await (await database()).insert(events).values({ kind, userId, requestId, address, userAgent })
  } catch (err) {
    // What is noted has happened. The log has its line, so the answer does not change.
    log.error({ event: 'audit_row_failed', requestId, err })
  }
}

/** Notes a wrong password for the owner of the account, if there is one. */
export async function auditFailedSignIn(
  call: Pick<Call, 'request' | 'settings' | 'requestId'>,
  username: string,
  limitReached: boolean,
): Promise<void> {
  const user = await findUser(username).catch(() => null)
  await audit(call, 'sign_in_failed', user?.id ?? null)
  if (limitReached) await audit(call, 'limit_reached', user?.id ?? null)
}

/** Returns the latest events of an account, the newest first. */
export async function recentEvents(userId: string, limit: number): Promise<EventRow[]> {
  return (await database())
    .select()
    .from(events)
    .where(eq(events.userId, userId))
    .orderBy(desc(events.at), desc(events.id))
    .limit(limit)
}

/** Removes the events that are older than anybody looks, and those past the number of their kind. @returns how many there were */
export async function removeOldEvents(): Promise<number> {
  const db = await database()
  const newer = sql<number>`row_number() over (partition by ${events.userId}, ${events.kind} order by ${events.at} desc)`
  const numbered = db
    .select({ id: events.id, number: newer.as('number') })
    .from(events)
    .as('numbered')
  const tooMany = db.select({ id: numbered.id }).from(numbered).where(gt(numbered.number, mostOfAKind))
  const gone = await db
    .delete(events)
    .where(or(lt(events.at, sql`now() - make_interval(days => ${keptDays})`), inArray(events.id, tooMany)))
    .returning({ id: events.id })
  return gone.length
}
