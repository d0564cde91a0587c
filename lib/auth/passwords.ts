import { hash, verify } from '@node-rs/argon2'

/** argon2id, with the first of the parameters that RFC 9106 and OWASP give for interactive sign-in: 19 MiB, two passes. */
const parameters = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** @returns the PHC string that the `users` table keeps */
export function hashPassword(password: string): Promise<string> {
  return hash(password, parameters)
}

let decoy: Promise<string> | undefined

/**
 * Whether a password is the one of a hash. Without a hash it takes as long and says no, so that time does not tell
 * whether a user exists.
 */
export async function verifyPassword(password: string, passwordHash: string | null): Promise<boolean> {
  decoy ??= hashPassword(crypto.randomUUID())
  const matches = await verify(passwordHash ?? (await decoy), password)
  return matches && passwordHash !== null
}
