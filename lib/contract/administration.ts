import * as z from 'zod/mini'
import { role, username } from './account'
import { pageQuery } from './pages'
import type { Routes } from './routes'
import type { SchemasFor } from './types'

/** A user as administrators see one. */
export const administeredUser = z.object({
  username: z.string(),
  displayName: z.string(),
  role,
  disabled: z.boolean(),
  /** Says how many sign-ins of the user are kept, living or not. */
  sessions: z.int(),
})

export type AdministeredUser = z.output<typeof administeredUser>

const params = z.object({ username })

export const administrationSchemas = {
  administeredUsers: {
    GET: {
      summary: 'Lists users by name, in pages.',
      query: z.object(pageQuery),
      answer: z.object({ users: z.array(administeredUser) }),
    },
  },
  administeredUser: {
    params,
    PATCH: {
      summary: 'Gives a user another role, disables the user, or enables the user again.',
      body: z.strictObject({ role: z.optional(role), disabled: z.optional(z.boolean()) }),
      answer: null,
      problems: ['last_admin'],
    },
  },
  administeredSessions: {
    params,
    DELETE: {
      summary: 'Ends every session of a user.',
      answer: z.object({ revoked: z.int() }),
    },
  },
} as const satisfies {
  [Name in 'administeredUsers' | 'administeredUser' | 'administeredSessions']: SchemasFor<Routes[Name]>
}
