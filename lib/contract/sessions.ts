import * as z from 'zod/mini'
import type { Routes } from './routes'
import type { SchemasFor } from './types'

/** As many as an account can have. */
const mostSessionsOnAPage = 100

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

/** Something that happened to the account of the signed-in user. */
export const accountEvent = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  kind: z.enum([
    'sign_up',
    'sign_in',
    'sign_in_failed',
    'limit_reached',
    'password_changed',
    'session_revoked',
    'sessions_revoked',
    'token_made',
    'token_revoked',
    'account_linked',
    'account_unlinked',
    'address_changed',
    'passkey_added',
    'passkey_removed',
    'role_changed',
    'user_disabled',
    'user_enabled',
    'sessions_ended',
  ]),
  browser: z.string(),
  /** Stands for an address: equal for equal addresses. */
  address: z.string(),
  requestId: z.string(),
})

export type AccountEvent = z.output<typeof accountEvent>

export const sessionSchemas = {
  sessions: {
    GET: {
      summary: 'Lists your living sessions, the last used first.',
      query: z.object({
        cursor: z.optional(z.string().check(z.maxLength(128))),
        limit: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(mostSessionsOnAPage))),
      }),
      answer: z.object({ sessions: z.array(listedSession) }),
    },
    DELETE: {
      summary: 'Ends every other session of yours.',
      answer: z.object({ revoked: z.int() }),
    },
  },
  activity: {
    GET: {
      summary: 'Lists what happened to your account, the newest first.',
      answer: z.object({ events: z.array(accountEvent) }),
    },
  },
  session: {
    params: z.object({
      id: z.uuid().check(z.meta({ examples: ['00000000-0000-4000-8000-000000000000'] })),
    }),
    DELETE: { summary: 'Ends one of your sessions.', answer: null, problems: ['not_found'] },
  },
} as const satisfies { [Name in 'sessions' | 'activity' | 'session']: SchemasFor<Routes[Name]> }
