import { database } from './client'
import { users } from './schema'

/** The accounts that anybody may use, one of each role. They exist only where `SEED_DEMO` is 1. */
export const demoAccounts = [
  { username: 'ada', password: 'analytical-engine', role: 'admin' },
  { username: 'grace', password: 'first-actual-bug', role: 'member' },
] as const

/** The account that the README and the start-up message name. */
export const [demoAccount] = demoAccounts

const people = [
  ['ada', 'Ada Lovelace', 'Wrote the first program, for a machine that was never built.'],
  ['grace', 'Grace Hopper', 'Taught compilers to read English and admirals to see a nanosecond.'],
  ['alan', 'Alan Turing', 'Asked what can be computed, and built the answer out of paper tape.'],
  ['katherine', 'Katherine Johnson', 'Checked the orbit by hand, because the computer was new.'],
  ['tim', 'Tim Berners-Lee', 'Gave every document an address. The same-origin policy came later.'],
] as const

/**
 * Adds the demo accounts and a few other users where they are missing. Nothing that exists is changed.
 * The others have no way to sign in.
 * @param hash turns a password into what the `users` table keeps
 */
export async function seed(hash: (password: string) => Promise<string>): Promise<void> {
  const rows = people.map(async ([username, displayName, bio]) => {
    const demo = demoAccounts.find((account) => account.username === username)
    const own = demo ? { role: demo.role, passwordHash: await hash(demo.password) } : {}
    return { username, displayName, bio, ...own }
  })
  await (await database())
    .insert(users)
    .values(await Promise.all(rows))
    .onConflictDoNothing()
}
