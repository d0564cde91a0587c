import * as z from 'zod/mini'
import type { Routes } from './routes'
import type { SchemasFor } from './types'

/** One sign-in of the signed-in user. Moments are ISO 8601, in UTC. */
export const listedSession = z.object({
  id: z.uuid(),
  /** `true` for the session that asks. */
  current: z.boolean(),
  browser: z.string(),
  userAgent: z.string(),
  /** The origin it was started from; empty when the browser named none. */
  origin: z.string(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
})

export type ListedSession = z.output<typeof listedSession>

export const sessionSchemas = {
  sessions: {
    GET: {
      summary: 'Lists your living sessions, the last used first.',
      answer: z.object({ sessions: z.array(listedSession) }),
    },
    DELETE: {
      summary: 'Ends every other session of yours.',
      answer: z.object({ revoked: z.int() }),
    },
  },
  session: {
    params: z.object({
      id: z.uuid().check(z.meta({ examples: ['00000000-0000-4000-8000-000000000000'] })),
    }),
    DELETE: { summary: 'Ends one of your sessions.', answer: null, problems: ['not_found'] },
  },
} as const satisfies { [Name in 'sessions' | 'session']: SchemasFor<Routes[Name]> }
