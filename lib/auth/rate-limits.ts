import { createHash } from 'node:crypto'
import { lt } from 'drizzle-orm'
import { RateLimiterDrizzle, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { database } from '@/lib/db/client'
import type { Db } from '@/lib/db/engine'
import { rateLimits } from '@/lib/db/schema'
import { Problem } from '@/lib/gate/problem'

/** How often something may be tried, for one account or one client address. */
interface Limit {
  points: number
  durationSeconds: number
}

/** Where the numbers come from: docs/decisions/0009-rate-limits.md. */
export const limits = {
  /** Wrong passwords for one account, wherever they come from. */
  wrongPasswordsByAccount: { points: 60, durationSeconds: 15 * 60 },
  /** Wrong passwords from one address, for whatever accounts. */
  wrongPasswordsByAddress: { points: 300, durationSeconds: 15 * 60 },
  /** Password checks for one account, right or wrong: each takes 19 MiB and a core. */
  checksByAccount: { points: 80, durationSeconds: 60 },
  /** New accounts, and names tried for one. */
  signUpsByAddress: { points: 60, durationSeconds: 60 * 60 },
} as const satisfies Record<string, Limit>

type LimitName = keyof typeof limits

/** One limit and whom it counts for. */
type Counted = readonly [limit: LimitName, whom: string]

/**
 * Counts an attempt against each limit in turn, in the database, so that all instances count together. What a refused
 * attempt has taken of the earlier limits goes back.
 * @throws Problem 429 when one of the limits is reached
 */
async function count(counted: readonly Counted[]): Promise<void> {
  for (const [index, [limit, whom]] of counted.entries()) {
    try {
      await (await limiter(limit)).consume(keyOf(whom))
    } catch (reached) {
      if (!(reached instanceof RateLimiterRes)) throw reached
      await giveBack(counted.slice(0, index))
      throw tooMany(reached.msBeforeNext)
    }
  }
}

async function giveBack(counted: readonly Counted[]): Promise<void> {
  for (const [limit, whom] of counted) await (await limiter(limit)).reward(keyOf(whom))
}

/**
 * Counts a check of a password, before it is made: a hundred at once are let through no more than one by one.
 * @param username as it was sent, whether or not there is such an account: the limit must not tell
 * @returns takes it off the wrong ones again: to be called when the password was right
 * @throws Problem 429
 */
export async function countPasswordCheck(username: string, address: string): Promise<() => Promise<void>> {
  const wrong: readonly Counted[] = [
    ['wrongPasswordsByAccount', username],
    ['wrongPasswordsByAddress', address],
  ]
  await count([['checksByAccount', username], ...wrong])
  return () => giveBack(wrong)
}

/** Counts an attempt to sign up. @throws Problem 429 */
export async function countSignUp(address: string): Promise<void> {
  await count([['signUpsByAddress', address]])
}

/** Of one length, and not readable: people type passwords into the field for the name. */
function keyOf(whom: string): string {
  return createHash('sha256').update(whom).digest('base64url')
}

function tooMany(msBeforeNext: number): Problem {
  const seconds = Math.max(1, Math.ceil(msBeforeNext / 1_000))
  return new Problem(
    429,
    'rate_limited',
    'Too many attempts',
    `This was tried too often. Try again in ${seconds} seconds.`,
    { headers: [['retry-after', String(seconds)]] },
  )
}

type Limiters = Record<LimitName, RateLimiterDrizzle>

const limitersOf = new WeakMap<Db, Limiters>()

async function limiter(name: LimitName): Promise<RateLimiterDrizzle> {
  const db = await database()
  const limiters = limitersOf.get(db) ?? makeLimiters(db)
  limitersOf.set(db, limiters)
  return limiters[name]
}

function makeLimiters(db: Db): Limiters {
  const make = (name: LimitName) => {
    const { points, durationSeconds } = limits[name]
    const options = { keyPrefix: name, points, duration: durationSeconds }
    return new RateLimiterDrizzle({
      ...options,
      storeClient: db,
      schema: rateLimits,
      // lib/start.ts removes these rows with the others that are past their time.
      clearExpiredByTimeout: false,
      // Counts on, in this process alone, while the database cannot be reached.
      insuranceLimiter: new RateLimiterMemory(options),
    })
  }
  return {
    wrongPasswordsByAccount: make('wrongPasswordsByAccount'),
    wrongPasswordsByAddress: make('wrongPasswordsByAddress'),
    checksByAccount: make('checksByAccount'),
    signUpsByAddress: make('signUpsByAddress'),
  }
}

/** Removes the counts whose time is over. @returns how many there were */
export async function removeExpiredCounts(): Promise<number> {
  const gone = await (await database())
    .delete(rateLimits)
    .where(lt(rateLimits.expire, new Date()))
    .returning({ key: rateLimits.key })
  return gone.length
}
