import { and, gt, inArray, lt, sql } from 'drizzle-orm'
import { database } from '@/lib/db/client'
import { rateLimits } from '@/lib/db/schema'
import { Problem } from '@/lib/gate/problem'
import { pseudonym } from './pseudonym'

/** How often something may be tried, for one account, one browser or one client address. */
interface Limit {
  points: number
  durationSeconds: number
}

/** Where the numbers come from: docs/decisions/0009-rate-limits.md. */
export const limits = {
  /** Wrong passwords from one address, for whatever accounts. */
  wrongPasswordsByAddress: { points: 300, durationSeconds: 15 * 60 },
  /** Wrong passwords for one account, from all browsers that never signed in to it. */
  wrongPasswordsByAccount: { points: 60, durationSeconds: 15 * 60 },
  /** Password checks for one account, right or wrong: each takes 19 MiB and a core. */
  checksByAccount: { points: 80, durationSeconds: 60 },
  /** Password checks for one account from one browser that has signed in to it before. */
  checksByKnownBrowser: { points: 60, durationSeconds: 15 * 60 },
  /** Changes of password that one signed-in account tries. */
  passwordChanges: { points: 20, durationSeconds: 15 * 60 },
  /** New accounts, and names tried for one. */
  signUpsByAddress: { points: 60, durationSeconds: 60 * 60 },
} as const satisfies Record<string, Limit>

type LimitName = keyof typeof limits

/** One limit and whom it counts for. */
interface Counted extends Limit {
  key: string
}

/** Names and addresses are not kept: a row has a stand-in of one length. */
async function counted(name: LimitName, whom: string): Promise<Counted> {
  return { ...limits[name], key: `${name}:${await pseudonym(whom)}` }
}

/**
 * Counts an attempt against every limit, in the database, so that all instances count together and by one clock. An
 * attempt that is refused writes nothing.
 * @throws Problem 429 when one of the limits is reached
 */
async function count(all: readonly Counted[]): Promise<void> {
  await refuseReached(all)
  for (const [index, one] of all.entries()) {
    const secondsLeft = await consume(one)
    if (secondsLeft === null) continue
    // Another request was faster: what this one has taken of the earlier limits goes back.
    await giveBack(all.slice(0, index))
    throw tooMany(secondsLeft)
  }
}

const secondsLeft = sql<number>`extract(epoch from ${rateLimits.expire} - now())::float`
/** The end of a window that begins now. One that is later was set before the clock was put back. */
const latestEnd = ({ durationSeconds }: Limit) => sql`now() + make_interval(secs => ${durationSeconds})`

async function refuseReached(all: readonly Counted[]): Promise<void> {
  const rows = await (await database())
    .select({ key: rateLimits.key, points: rateLimits.points, secondsLeft })
    .from(rateLimits)
    .where(
      and(
        inArray(
          rateLimits.key,
          all.map(({ key }) => key),
        ),
        gt(rateLimits.expire, sql`now()`),
      ),
    )
  for (const { key, points, durationSeconds } of all) {
    const row = rows.find((candidate) => candidate.key === key)
    if (row && row.points >= points && row.secondsLeft <= durationSeconds) throw tooMany(row.secondsLeft)
  }
}

/** Takes one point, in one statement, so that a hundred at once take a hundred. @returns seconds to wait, or null */
async function consume(one: Counted): Promise<number | null> {
  const isOver = sql`${rateLimits.expire} <= now()`
  const end = latestEnd(one)
  const [row] = await (await database())
    .insert(rateLimits)
    .values({ key: one.key, points: 1, expire: end })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        points: sql`case when ${isOver} then 1 else least(${rateLimits.points}, ${one.points}) + 1 end`,
        expire: sql`case when ${isOver} then ${end} else least(${rateLimits.expire}, ${end}) end`,
      },
    })
    .returning({ points: rateLimits.points, secondsLeft })
  if (!row) throw new Error('The database did not return the count it was given.')
  return row.points > one.points ? row.secondsLeft : null
}

async function giveBack(all: readonly Counted[]): Promise<void> {
  if (all.length === 0) return
  const keys = all.map(({ key }) => key)
  await (await database())
    .update(rateLimits)
    .set({ points: sql`greatest(${rateLimits.points} - 1, 0)` })
    .where(inArray(rateLimits.key, keys))
}

/**
 * Counts a check of a password before it is made, so that a hundred parallel guesses get no further than a hundred
 * sequential ones. The address comes first: guesses from one address that has used up its own limit do not count
 * against any account.
 * @param username as it was sent, whether or not there is such an account: the limit must not tell
 * @param knownBrowser the id of a browser that has signed in to this account before. It is counted by itself, so that
 *   nobody else can lock its owner out
 * @returns takes the attempt off the wrong ones again: to be called when the password was right
 * @throws Problem 429
 */
export async function countPasswordCheck(
  username: string,
  address: string,
  knownBrowser: string | null = null,
): Promise<() => Promise<void>> {
  const byAddress = await counted('wrongPasswordsByAddress', address)
  if (knownBrowser !== null) {
    const byBrowser = await counted('checksByKnownBrowser', `${knownBrowser} ${username}`)
    await count([byAddress, byBrowser])
    return () => giveBack([byAddress, byBrowser])
  }
  const byAccount = await counted('wrongPasswordsByAccount', username)
  await count([byAddress, byAccount, await counted('checksByAccount', username)])
  return () => giveBack([byAddress, byAccount])
}

/**
 * Counts a change of password by somebody who is signed in, apart from guesses at the account.
 * @returns takes the attempt off again: to be called when the password was right
 * @throws Problem 429
 */
export async function countPasswordChange(userId: string): Promise<() => Promise<void>> {
  const changes = await counted('passwordChanges', userId)
  await count([changes])
  return () => giveBack([changes])
}

/** Counts an attempt to sign up. @throws Problem 429 */
export async function countSignUp(address: string): Promise<void> {
  await count([await counted('signUpsByAddress', address)])
}

function tooMany(secondsLeft: number): Problem {
  const seconds = Math.max(1, Math.ceil(secondsLeft))
  return new Problem('rate_limited', `This was tried too often. Try again in ${seconds} seconds.`, {
    headers: [['retry-after', String(seconds)]],
  })
}

/** Removes the counts whose time is over. @returns how many there were */
export async function removeExpiredCounts(): Promise<number> {
  const gone = await (await database())
    .delete(rateLimits)
    .where(lt(rateLimits.expire, sql`now()`))
    .returning({ key: rateLimits.key })
  return gone.length
}
