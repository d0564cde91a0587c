import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import type { UserRow } from '@/lib/db/schema'
import { findUser } from '@/lib/db/users'
import { problems } from '@/lib/gate/problem'

/** argon2id, with the first of the parameters that RFC 9106 and OWASP give for interactive sign-in: 19 MiB, two passes. */
const parameters = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** Hashes at once. A core is left for everything else where there are more than two. */
const lanes = Math.max(2, availableParallelism() - 1)
/** Requests at once that will hash a password: some three seconds of work for one lane. */
const mostAdmitted = 128

let admitted = 0

/**
 * Does the work of a request that will hash a password. The number of such requests in one process is bounded, so that
 * a flood of sign-ins is refused at once and everything else goes on.
 * @throws Problem 503 when there is no room
 */
export async function admitPasswordWork<T>(work: () => Promise<T>): Promise<T> {
  if (admitted >= mostAdmitted) throw problems.busy()
  admitted++
  try {
    return await work()
  } finally {
    admitted--
  }
}

/** Returns how many requests are hashing a password or wait to. */
export const passwordWork = (): number => admitted

let running = 0
const waiting: (() => void)[] = []

/** Runs a hash when a lane is free, in the order of asking. */
async function inLane<T>(work: () => Promise<T>): Promise<T> {
  if (running >= lanes) await new Promise<void>((resolve) => waiting.push(resolve))
  else running++
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    // The lane goes on to the next one, or is free.
    if (next) next()
    else running--
  }
}

/** @returns the PHC string that the `users` table keeps */
export function hashPassword(password: string): Promise<string> {
  return inLane(() => hash(password, parameters))
}

let decoy: Promise<string> | undefined

/**
 * Checks a password against a hash. Without a hash it takes as long and says no, so that time does not tell whether a
 * user exists.
 */
export async function verifyPassword(password: string, passwordHash: string | null): Promise<boolean> {
  decoy ??= hashPassword(crypto.randomUUID())
  const known = passwordHash ?? (await decoy)
  const matches = await inLane(() => verify(known, password))
  return matches && passwordHash !== null
}

/** Returns the user whose name and password these are, or null, after the same work. */
export async function userByPassword(username: string, password: string): Promise<UserRow | null> {
  const user = await findUser(username)
  const verified = await verifyPassword(password, user?.passwordHash ?? null)
  return user && verified && !user.disabled ? user : null
}
