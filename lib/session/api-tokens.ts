import { createHash } from 'node:crypto'
import { and, count, desc, eq } from 'drizzle-orm'
import { database } from '@/lib/db/client'
import { type ApiTokenRow, apiTokens, type UserRow, users } from '@/lib/db/schema'
import { newApiToken } from './api-token'

/** Whoever calls with a bearer token, and what the token is for. */
export interface TokenHolder {
  user: UserRow
  scope: ApiTokenRow['scope']
}

const mostTokens = 20
const lastUsedEveryMs = 60_000

/** A token has 256 random bits, so a fast hash is enough: nobody can try them all. */
const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')

/**
 * Makes a token.
 * @returns its row, and the token, which is kept nowhere; null when the user has as many as a user can have
 */
export async function createToken(
  made: Pick<ApiTokenRow, 'userId' | 'name' | 'scope'>,
): Promise<{ row: ApiTokenRow; token: string } | null> {
  const db = await database()
  const [held] = await db.select({ tokens: count() }).from(apiTokens).where(eq(apiTokens.userId, made.userId))
  if (held && held.tokens >= mostTokens) return null
  const token = newApiToken()
  const [row] = await db
    .insert(apiTokens)
    .values({ ...made, hash: hashOf(token) })
    .returning()
  if (!row) throw new Error('The database did not return the token it was given.')
  return { row, token }
}

/** Lists a user's tokens, the newest first. */
export async function listTokens(userId: string): Promise<ApiTokenRow[]> {
  return (await database())
    .select()
    .from(apiTokens)
    .where(eq(apiTokens.userId, userId))
    .orderBy(desc(apiTokens.createdAt), desc(apiTokens.id))
}

/** @returns whether there was such a token of this user */
export async function revokeToken(userId: string, id: string): Promise<boolean> {
  const gone = await (await database())
    .delete(apiTokens)
    .where(and(eq(apiTokens.id, id), eq(apiTokens.userId, userId)))
    .returning({ id: apiTokens.id })
  return gone.length > 0
}

/** Revokes every token of a user. */
export async function revokeTokens(userId: string): Promise<void> {
  await (await database()).delete(apiTokens).where(eq(apiTokens.userId, userId))
}

/** Finds the holder of a token that is neither revoked nor a disabled user's. Notes that it was used. */
export async function tokenHolder(token: string): Promise<TokenHolder | null> {
  const db = await database()
  const [found] = await db
    .select({ row: apiTokens, user: users })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .where(and(eq(apiTokens.hash, hashOf(token)), eq(users.disabled, false)))
    .limit(1)
  if (!found) return null
  const { row, user } = found
  const now = new Date()
  // A write for every request would cost more than it tells.
  if (row.lastUsedAt === null || now.getTime() - row.lastUsedAt.getTime() > lastUsedEveryMs) {
    await db.update(apiTokens).set({ lastUsedAt: now }).where(eq(apiTokens.id, row.id))
  }
  return { user, scope: row.scope }
}
