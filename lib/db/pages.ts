import { and, desc, eq, lt, or, type SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'

/** Says how many rows a page has when nobody says. */
export const defaultLimit = 20

/** The place of a row in a list: its moment, and its id among rows of the same moment. */
export interface Place {
  createdAt: Date
  id: string
}

/** Writes a place as a cursor: text that a client sends back and does not read. */
export function cursorOf({ createdAt, id }: Place): string {
  return Buffer.from(`${createdAt.getTime()} ${id}`).toString('base64url')
}

/** Reads a cursor. @returns null for text that is none */
export function placeOf(cursor: string): Place | null {
  const match = /^(\d{1,15}) ([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/.exec(
    Buffer.from(cursor, 'base64url').toString(),
  )
  if (!match?.[1] || !match[2]) return null
  return { createdAt: new Date(Number(match[1])), id: match[2] }
}

/**
 * Orders a list by moment and id, the newest first, and begins after a place. The column must keep milliseconds and no
 * more (`precision: 3`), because a cursor does: with finer moments a page would lose rows.
 */
export function pageAfter(columns: { createdAt: PgColumn; id: PgColumn }, place: Place | null) {
  const { createdAt, id } = columns
  const after: SQL | undefined =
    place === null
      ? undefined
      : or(lt(createdAt, place.createdAt), and(eq(createdAt, place.createdAt), lt(id, place.id)))
  return { after, order: [desc(createdAt), desc(id)] }
}

/** Cuts one row more than a page has into the page and the cursor of the next one. */
export function cutPage<Row extends Place>(
  rows: readonly Row[],
  limit: number,
): { rows: Row[]; next: string | null } {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { rows: page, next: rows.length > limit && last ? cursorOf(last) : null }
}
