import * as z from 'zod/mini'

/** The most rows that one page of a list has. */
export const mostRows = 100

const wholeNumber = z
  .pipe(
    z.string().check(z.regex(/^\d{1,4}$/, 'The limit is a whole number.')),
    z.pipe(z.transform(Number), z.int().check(z.minimum(1), z.maximum(mostRows))),
  )
  .check(z.meta({ examples: ['20'] }))

/** Describes the query that every list takes. The answer names the next page in its `Link` header (RFC 8288). */
export const pageQuery = {
  /** The beginning of the page, as the last page's `Link` header said. Without one, at the newest row. */
  cursor: z.optional(z.string().check(z.maxLength(200))),
  /** The number of rows, from 1 to 100; 20 without one. */
  limit: z.optional(wholeNumber),
}
