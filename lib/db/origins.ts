import { and, eq, getTableColumns, gt, ilike, isNull, or } from 'drizzle-orm'
import { database } from './client'
import { cutPage, defaultLimit, type Place, pageAfter } from './pages'
import { allowedOrigins, type OriginRow, users } from './schema'

/** An entry of the allowlist with the username of whoever added it. */
export interface ListedOrigin extends OriginRow {
  addedBy: string | null
}

const listed = { ...getTableColumns(allowedOrigins), addedBy: users.username }

/** Makes text of a search safe for `LIKE`, in which `%`, `_` and `\` have a meaning. */
const literally = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/** Lists one page of the allowlist, the newest entry first. @param search text in the origin or the note */
export async function listOrigins({
  search,
  place,
  limit = defaultLimit,
}: {
  search: string
  place: Place | null
  limit?: number | undefined
}): Promise<{ rows: ListedOrigin[]; next: string | null }> {
  const { after, order } = pageAfter(allowedOrigins, place)
  const found = search === '' ? undefined : literally(search.toLowerCase())
  const matches =
    found === undefined
      ? undefined
      : or(ilike(allowedOrigins.origin, found), ilike(allowedOrigins.note, found))
  const rows = await (await database())
    .select(listed)
    .from(allowedOrigins)
    .leftJoin(users, eq(users.id, allowedOrigins.addedById))
    .where(and(after, matches))
    .orderBy(...order)
    .limit(limit + 1)
  return cutPage(rows, limit)
}

export async function findOrigin(id: string): Promise<ListedOrigin | null> {
  const [found] = await (await database())
    .select(listed)
    .from(allowedOrigins)
    .leftJoin(users, eq(users.id, allowedOrigins.addedById))
    .where(eq(allowedOrigins.id, id))
    .limit(1)
  return found ?? null
}

/** Fields of an entry; what is left out or undefined stays as it is. */
type OriginChange = { [Name in 'origin' | 'note' | 'expiresAt' | 'enabled']?: OriginRow[Name] | undefined }

/** @returns the new entry, or null when the origin is listed already */
export async function createOrigin(
  entry: OriginChange & Pick<OriginRow, 'origin' | 'addedById'>,
): Promise<OriginRow | null> {
  const [row] = await (await database())
    .insert(allowedOrigins)
    .values(entry)
    .onConflictDoNothing({ target: allowedOrigins.origin })
    .returning()
  return row ?? null
}

/** @returns the entry as changed, `'taken'` when another entry has that origin, or null when there is none of that id */
export async function updateOrigin(id: string, change: OriginChange): Promise<OriginRow | 'taken' | null> {
  try {
    const [row] = await (await database())
      .update(allowedOrigins)
      .set({ ...change, updatedAt: new Date() })
      .where(eq(allowedOrigins.id, id))
      .returning()
    return row ?? null
  } catch (error) {
    if (isTaken(error)) return 'taken'
    throw error
  }
}

/** Recognises PostgreSQL's error for a value that has to be unique and is there already. */
function isTaken(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null
  return cause instanceof Error && 'code' in cause && cause.code === '23505'
}

/** @returns whether there was such an entry */
export async function deleteOrigin(id: string): Promise<boolean> {
  const gone = await (await database())
    .delete(allowedOrigins)
    .where(eq(allowedOrigins.id, id))
    .returning({ id: allowedOrigins.id })
  return gone.length > 0
}

/** Reads the entries that are in force now: enabled, and not past their expiry. */
export async function originsInForce(): Promise<string[]> {
  const rows = await (await database())
    .select({ origin: allowedOrigins.origin })
    .from(allowedOrigins)
    .where(
      and(
        eq(allowedOrigins.enabled, true),
        or(isNull(allowedOrigins.expiresAt), gt(allowedOrigins.expiresAt, new Date())),
      ),
    )
    .orderBy(allowedOrigins.origin)
  return rows.map(({ origin }) => origin)
}
