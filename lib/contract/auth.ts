import * as z from 'zod/mini'
import { role } from './account'
import type { Routes } from './routes'
import type { SchemasFor } from './types'

/** Says who is signed in. */
export const session = z.object({
  user: z.object({ username: z.string(), name: z.string(), role }),
  expires: z.iso.datetime(),
  sessionId: z.uuid(),
})

export type Session = z.output<typeof session>

/** Describes the fields of a sign-in form. */
export const credentials = z.object({
  username: z.string().check(z.minLength(1, 'Enter your username.')),
  password: z.string().check(z.minLength(1, 'Enter your password.')),
})

const anyText = z.string().check(z.meta({ examples: ['not the right one'] }))
const csrfToken = z.string().check(z.meta({ examples: ['a token of another browser'] }))
/** next-auth sends it along; nothing here goes back to it. */
const callbackUrl = z.optional(z.string().check(z.maxLength(2_048)))
const redirect = z.object({ url: z.string() })

export const authSchemas = {
  csrf: {
    GET: {
      summary: 'Gives the token that ties a sign-in form to this browser, and sets its cookie.',
      answer: z.object({ csrfToken: z.string() }),
    },
  },
  signIn: {
    POST: {
      summary: 'Signs in and sets the session cookie.',
      // Any text: a name that cannot be, or no password, gets the same answer as a wrong password.
      body: z.object({ username: anyText, password: anyText, csrfToken, callbackUrl }),
      answer: redirect,
      problems: ['invalid_credentials', 'csrf_token_invalid', 'rate_limited', 'busy'],
    },
  },
  currentSession: {
    GET: { summary: 'Says who is signed in, or null, and renews the cookie.', answer: z.nullable(session) },
  },
  signOut: {
    POST: {
      summary: 'Ends the session, if there is one, and deletes its cookie.',
      body: z.object({ csrfToken, callbackUrl }),
      answer: redirect,
      problems: ['csrf_token_invalid'],
    },
  },
} as const satisfies {
  [Name in 'csrf' | 'signIn' | 'currentSession' | 'signOut']: SchemasFor<Routes[Name]>
}
