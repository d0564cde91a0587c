import { eq } from 'drizzle-orm'
import type { Profile } from '@/lib/contract/users'
import { database } from './client'
import { type UserRow, users } from './schema'

/** Shows a user as the contract does: no id, no hash. */
export function profileOf(user: UserRow): Profile {
  const { username, displayName, bio, createdAt, updatedAt } = user
  return {
    username,
    displayName,
    bio,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}

export async function findUser(username: string): Promise<UserRow | null> {
  // PostgreSQL has no NUL in text and answers with an error.
  if (username.includes('\0')) return null
  const [row] = await (await database()).select().from(users).where(eq(users.username, username)).limit(1)
  return row ?? null
}

/** @returns the user as changed, or null when there is none of that id */
export async function updateUser(
  id: string,
  change: { [Name in 'displayName' | 'bio' | 'passwordHash']?: UserRow[Name] | undefined },
): Promise<UserRow | null> {
  const [row] = await (await database())
    .update(users)
    .set({ ...change, updatedAt: new Date() })
    .where(eq(users.id, id))
    .returning()
  return row ?? null
}

/** @returns the new user, or null when the name is taken */
export async function createUser(
  user: Pick<UserRow, 'username' | 'displayName' | 'passwordHash'>,
): Promise<UserRow | null> {
  const [row] = await (await database()).insert(users).values(user).onConflictDoNothing().returning()
  return row ?? null
}
