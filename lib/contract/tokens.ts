import * as z from 'zod/mini'
import type { Routes } from './routes'
import type { SchemasFor } from './types'
import { profile, profileFields } from './users'

/** A bearer token without the token itself. Moments are ISO 8601, in UTC. */
export const listedToken = z.object({
  id: z.uuid(),
  name: z.string(),
  scope: z.enum(['read', 'write']),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.nullable(z.iso.datetime()),
})

export type ListedToken = z.output<typeof listedToken>

export const newToken = z.strictObject({
  name: z
    .string('The name is text.')
    .check(
      z.trim(),
      z.minLength(1, 'Say what the token is for.'),
      z.maxLength(60, 'Use at most 60 characters.'),
      z.regex(/^\P{Cc}*$/u, 'Use one line, without control characters.'),
      z.meta({ examples: ['Nightly report'] }),
    ),
  scope: z.enum(['read', 'write'], 'Choose what the token may do.').check(z.meta({ examples: ['read'] })),
})

export const tokenSchemas = {
  tokens: {
    GET: {
      summary: 'Lists your tokens, the newest first.',
      answer: z.object({ tokens: z.array(listedToken) }),
    },
    POST: {
      summary: 'Makes a token. It is shown in this answer and never again.',
      body: newToken,
      answer: z.extend(listedToken, { token: z.string() }),
      status: 201,
      problems: ['too_many_tokens'],
    },
  },
  token: {
    params: z.object({
      id: z.uuid().check(z.meta({ examples: ['00000000-0000-4000-8000-000000000000'] })),
    }),
    DELETE: { summary: 'Revokes one of your tokens.', answer: null, problems: ['not_found'] },
  },
  me: {
    GET: { summary: 'Reads the profile of the token’s holder.', answer: profile },
    PATCH: {
      summary: 'Changes the profile of the token’s holder.',
      body: z.partial(profileFields),
      answer: profile,
      problems: ['not_found'],
    },
  },
} as const satisfies { [Name in 'tokens' | 'token' | 'me']: SchemasFor<Routes[Name]> }
