import { and, asc, eq } from 'drizzle-orm'
import { database, type Transaction } from '@/lib/db/client'
import { type AccountRow, accounts, type Identity, type UserRow, users } from '@/lib/db/schema'

/** The accounts at providers by which users sign in. The rules: docs/decisions/0016-linking-accounts.md. */

/** Says why an account cannot be linked. */
export type LinkFault = 'account_linked_elsewhere' | 'provider_already_linked'

/**
 * Returns the user of an identity, a new one where nobody has it yet. Nobody is found by an e-mail address: an
 * attacker could have made the account that has it.
 * @param name what the provider calls the person; the new user name is made from it
 * @returns `address_in_use` when the provider's verified address belongs to a user of another way to sign in
 */
export async function signInByIdentity(
  identity: Identity,
  name: string,
): Promise<UserRow | 'address_in_use'> {
  const db = await database()
  return db.transaction(async (tx) => {
    const [known] = await tx
      .select({ user: users })
      .from(accounts)
      .innerJoin(users, eq(users.id, accounts.userId))
      .where(and(eq(accounts.provider, identity.provider), eq(accounts.subject, identity.subject)))
    if (known) return known.user
    for (const username of usernamesFor(name)) {
      const [user] = await tx
        .insert(users)
        .values({ username, displayName: displayNameFor(name), email: identity.email })
        .onConflictDoNothing()
        .returning()
      if (user) {
        await tx.insert(accounts).values({ ...identity, userId: user.id })
        return user
      }
      if (identity.email !== null && (await hasAddress(tx, identity.email))) return 'address_in_use'
    }
    throw new Error('No free user name was found.')
  })
}

async function hasAddress(tx: Transaction, email: string): Promise<boolean> {
  return (await tx.select({ id: users.id }).from(users).where(eq(users.email, email))).length > 0
}

/** The name as a user name, then with numbers that are likely to be free. */
function usernamesFor(name: string): string[] {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 24)
    .replace(/^-+|-+$/g, '')
  const base = plain.length >= 3 ? plain : 'user'
  const numbered = Array.from({ length: 8 }, () => `${base}-${Math.floor(Math.random() * 1e6)}`)
  return base === 'user' ? numbered : [base, ...numbered]
}

/** One line of at most 80 characters, as a display name is (lib/auth/accounts.ts). */
function displayNameFor(name: string): string {
  const line = name.replace(/\p{Cc}/gu, ' ').trim()
  return [...line].slice(0, 80).join('').slice(0, 80) || 'New user'
}

/** Links an identity to the user who is signed in. @returns why it cannot be, or null */
export async function linkIdentity(userId: string, identity: Identity): Promise<LinkFault | null> {
  const db = await database()
  const [added] = await db
    .insert(accounts)
    .values({ ...identity, userId })
    .onConflictDoNothing()
    .returning()
  if (added) return null
  const [owner] = await db
    .select({ userId: accounts.userId })
    .from(accounts)
    .where(and(eq(accounts.provider, identity.provider), eq(accounts.subject, identity.subject)))
  if (owner?.userId === userId) return null
  return owner ? 'account_linked_elsewhere' : 'provider_already_linked'
}

/** Returns the accounts of a user, the oldest first. */
export async function linkedAccounts(userId: string): Promise<AccountRow[]> {
  return (await database())
    .select()
    .from(accounts)
    .where(eq(accounts.userId, userId))
    .orderBy(asc(accounts.createdAt))
}
