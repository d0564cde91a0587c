import { and, gt, inArray, lt, sql } from 'drizzle-orm'
import { database } from '@/lib/db/client'
import { rateLimits } from '@/lib/db/schema'
import { Problem } from '@/lib/gate/problem'
import { pseudonym } from './pseudonym'

/** Says how often something may be tried, for one account, one browser or one client address. */
interface Limit {
  points: number
  durationSeconds: number
}

/** Says where the numbers come from: docs/decisions/0009-rate-limits.md. */
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
  /** Starts of a sign-in at a provider. Each of them asks the provider. */
  roundTripsByAddress: { points: 60, durationSeconds: 15 * 60 },
  /** Mails to one address, whoever asks and whether or not an account has it. */
  mailsToAddress: { points: 5, durationSeconds: 15 * 60 },
  /** Mails that one client address or one account asks for. */
  mailsByAsker: { points: 20, durationSeconds: 15 * 60 },
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
async function count(all: readonly Counted[]): Promise<{ reached: boolean }> {
  await refuseReached(all)
  const taken = await consume(all)
  for (const { key, points } of all) {
    const row = taken.get(key)
    if (row === undefined || row.points <= points) continue
    // Other requests were faster: what this one has taken goes back.
    await giveBack(all)
    throw tooMany(row.secondsLeft)
  }
  return { reached: all.some(({ key, points }) => taken.get(key)?.points === points) }
}

const secondsLeft = sql<number>`extract(epoch from ${rateLimits.expire} - now())::float`
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

interface Taken {
  points: number
  secondsLeft: number
}

/** Takes one point of each, in one statement, so that a hundred at once take a hundred. @returns what is taken now, by key */
async function consume(all: readonly Counted[]): Promise<ReadonlyMap<string, Taken>> {
  const isOver = sql`${rateLimits.expire} <= now()`
  // Always in the same order, so that two requests do not wait for each other's rows.
  const rows = all
    .toSorted((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ key, durationSeconds }) => ({
      key,
      points: 1,
      expire: sql`now() + make_interval(secs => ${durationSeconds})`,
    }))
  const taken = await (await database())
    .insert(rateLimits)
    .values(rows)
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        points: sql`case when ${isOver} then 1 else ${rateLimits.points} + 1 end`,
        // An end that is later than one window from now was set before the clock was put back.
        expire: sql`case when ${isOver} then excluded.expire else least(${rateLimits.expire}, excluded.expire) end`,
      },
    })
    .returning({ key: rateLimits.key, points: rateLimits.points, secondsLeft })
  return new Map(taken.map(({ key, ...row }) => [key, row]))
}

async function giveBack(all: readonly Counted[]): Promise<void> {
  const keys = all.map(({ key }) => key)
  const connection = await database()
  // Locks the rows in the order in which they are taken, so that giving back and taking never wait for each other.
  const locked = connection
    .select({ key: rateLimits.key })
    .from(rateLimits)
    .where(inArray(rateLimits.key, keys))
    .orderBy(sql`${rateLimits.key} collate "C"`)
    .for('update')
  await connection
    .update(rateLimits)
    .set({ points: sql`greatest(${rateLimits.points} - 1, 0)` })
    .where(inArray(rateLimits.key, locked))
}

/** An attempt that was let through. */
export interface CountedAttempt {
  /** Tells whether it was the last one that a limit lets through. */
  reached: boolean
  /** Takes it off the wrong ones again: to be called when the password was right. */
  wasRight(): Promise<void>
}

/**
 * Counts a check of a password before it is made, so that a hundred parallel guesses get no further than a hundred
 * sequential ones. The address comes first: guesses from one address that has used up its own limit do not count
 * against any account.
 * @param username as it was sent, whether or not there is such an account: the limit must not tell
 * @param knownBrowser the id of a browser that has signed in to this account before. It is counted by itself, so that
 *   nobody else can lock its owner out
 * @throws Problem 429
 */
export async function countPasswordCheck(
  username: string,
  address: string,
  knownBrowser: string | null = null,
): Promise<CountedAttempt> {
  const byAddress = await counted('wrongPasswordsByAddress', address)
  if (knownBrowser !== null) {
    const byBrowser = await counted('checksByKnownBrowser', `${knownBrowser} ${username}`)
    const { reached } = await count([byAddress, byBrowser])
    return { reached, wasRight: () => giveBack([byAddress, byBrowser]) }
  }
  const byAccount = await counted('wrongPasswordsByAccount', username)
  const { reached } = await count([byAddress, byAccount, await counted('checksByAccount', username)])
  return { reached, wasRight: () => giveBack([byAddress, byAccount]) }
}

/**
 * Counts a change of password by somebody who is signed in, apart from guesses at the account.
 * @throws Problem 429
 */
export async function countPasswordChange(userId: string): Promise<CountedAttempt> {
  const changes = await counted('passwordChanges', userId)
  const { reached } = await count([changes])
  return { reached, wasRight: () => giveBack([changes]) }
}

/** Counts an attempt to sign up. @throws Problem 429 */
export async function countSignUp(address: string): Promise<void> {
  await count([await counted('signUpsByAddress', address)])
}

/** Counts the start of a sign-in at a provider. @throws Problem 429 */
export async function countRoundTrip(address: string): Promise<void> {
  await count([await counted('roundTripsByAddress', address)])
}

/**
 * Counts a mail before it is sent.
 * @param to every address that gets one
 * @param asker the client's address, or the id of the account that asks
 * @throws Problem 429
 */
export async function countMail(to: readonly string[], asker: string): Promise<void> {
  const addresses = await Promise.all(to.map((address) => counted('mailsToAddress', address)))
  await count([await counted('mailsByAsker', asker), ...addresses])
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
