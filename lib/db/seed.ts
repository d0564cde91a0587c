import { randomBytes } from 'node:crypto'
import { database } from './client'
import { users } from './schema'

/** The account that the README and the start-up message name. It exists only where `SEED_DEMO` is 1. */
export const demoAccount = { username: 'ada', password: 'analytical-engine' } as const

const people = [
  ['ada', 'Ada Lovelace', 'Wrote the first program, for a machine that was never built.'],
  ['grace', 'Grace Hopper', 'Taught compilers to read English and admirals to see a nanosecond.'],
  ['alan', 'Alan Turing', 'Asked what can be computed, and built the answer out of paper tape.'],
  ['katherine', 'Katherine Johnson', 'Checked the orbit by hand, because the computer was new.'],
  ['tim', 'Tim Berners-Lee', 'Gave every document an address. The same-origin policy came later.'],
] as const

/**
 * The demo account and a few others, where they are missing; nothing that exists is changed.
 * The others have a password that nobody knows.
 * @param hash turns a password into what the `users` table keeps
 */
export async function seed(hash: (password: string) => Promise<string>): Promise<void> {
  const [own, unknown] = await Promise.all([
    hash(demoAccount.password),
    hash(randomBytes(32).toString('base64url')),
  ])
  await (await database())
    .insert(users)
    .values(
      people.map(([username, displayName, bio]) => ({
        username,
        displayName,
        bio,
        passwordHash: username === demoAccount.username ? own : unknown,
      })),
    )
    .onConflictDoNothing()
}
