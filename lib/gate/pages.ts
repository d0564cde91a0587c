import { type Place, placeOf } from '@/lib/db/pages'
import { problems } from './problem'

/** Reads where a page of a list begins. @throws Problem 400 for a cursor that this API did not write */
export function startOf(cursor: string | undefined): Place | null {
  if (cursor === undefined) return null
  const place = placeOf(cursor)
  if (place) return place
  throw problems.invalidRequest([
    { path: 'cursor', message: 'The cursor must come from the Link header of an earlier page.' },
  ])
}

/** Names the next page in the `Link` header (RFC 8288), with the query of this one. */
export function nextPage(headers: Headers, request: Request, next: string | null): void {
  if (next === null) return
  const { pathname, searchParams } = new URL(request.url)
  searchParams.set('cursor', next)
  headers.set('link', `<${pathname}?${searchParams}>; rel="next"`)
}
