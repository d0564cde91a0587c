import * as z from 'zod/mini'
import { pageQuery } from './pages'
import type { Routes } from './routes'
import type { SchemasFor } from './types'

/** Only the length stands here, because every page has the contract and few pages need the policy: origin-problem.ts. */
const typedOrigin = z
  .string('The origin is text.')
  .check(
    z.trim(),
    z.minLength(1, 'Enter an origin.'),
    z.maxLength(300, 'The origin is longer than any origin can be.'),
    z.meta({ examples: ['https://app.example.com'] }),
  )

const note = z
  .string('The note is text.')
  .check(
    z.trim(),
    z.maxLength(200, 'The note has 200 characters at the most.'),
    z.regex(/^\P{Cc}*$/u, 'The note is one line, without control characters.'),
  )

/** A moment with its time zone, or null for an entry that never expires. */
const expiresAt = z.nullable(
  z.iso.datetime({ offset: true, error: 'Enter a date and a time, such as 2030-01-31T12:00:00Z.' }),
)

/** One entry of the run-time allowlist. Moments are ISO 8601, in UTC. */
export const allowedOrigin = z.object({
  id: z.uuid(),
  /** An origin or a pattern, as the policy reads it. */
  origin: z.string(),
  note: z.string(),
  /** The username of whoever added it, or null when that account is gone. */
  addedBy: z.nullable(z.string()),
  expiresAt: z.nullable(z.iso.datetime()),
  enabled: z.boolean(),
  /** `true` when the caller may change or delete the entry. */
  editable: z.boolean(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})

export type AllowedOrigin = z.output<typeof allowedOrigin>

export const originFields = z.strictObject({
  origin: typedOrigin,
  note: z.optional(note),
  expiresAt: z.optional(expiresAt),
  enabled: z.optional(z.boolean()),
})

export const originSchemas = {
  origins: {
    GET: {
      summary: 'Lists the origins that were allowed at run time, the newest first, in pages.',
      query: z.object({ ...pageQuery, q: z.optional(z.string().check(z.maxLength(200))) }),
      answer: z.object({ origins: z.array(allowedOrigin) }),
      problems: ['invalid_request'],
    },
    POST: {
      summary: 'Allows an origin or a pattern to call the API.',
      body: originFields,
      answer: allowedOrigin,
      status: 201,
      problems: ['origin_exists'],
    },
  },
  origin: {
    params: z.object({
      id: z.uuid().check(z.meta({ examples: ['00000000-0000-4000-8000-000000000000'] })),
    }),
    PATCH: {
      summary: 'Changes an entry of yours, or as an admin any entry.',
      body: z.partial(originFields),
      answer: allowedOrigin,
      problems: ['not_found', 'forbidden', 'origin_exists'],
    },
    DELETE: {
      summary: 'Removes an entry of yours, or as an admin any entry.',
      answer: null,
      problems: ['not_found', 'forbidden'],
    },
  },
} as const satisfies { [Name in 'origins' | 'origin']: SchemasFor<Routes[Name]> }
