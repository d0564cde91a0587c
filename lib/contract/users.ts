import * as z from 'zod/mini'
import { bio, displayName, newPassword, newUsername, username } from './account'
import type { Routes } from './routes'
import type { SchemasFor } from './types'

/** A user's profile, without anything secret. Moments are ISO 8601, in UTC. */
export const profile = z.object({
  username,
  displayName: z.string(),
  bio: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})

export type Profile = z.output<typeof profile>

export const signUp = z
  .strictObject({
    username: newUsername,
    password: newPassword,
    displayName: z.optional(displayName),
  })
  .check(
    z.refine(({ username, password }) => password.toLowerCase() !== username, {
      path: ['password'],
      error: 'Choose a password that is not your username.',
    }),
  )

export const profileFields = z.strictObject({ displayName, bio })

export const passwordChange = z
  .strictObject({
    /** May be left out by a user without a password, and shortly after a sign-in by mail. */
    currentPassword: z.optional(
      z
        .string('The current password is text.')
        .check(
          z.minLength(1, 'Enter your current password.'),
          z.maxLength(256),
          z.meta({ format: 'password', examples: ['not the right password'] }),
        ),
    ),
    newPassword,
  })
  .check(
    z.refine((passwords) => passwords.newPassword !== passwords.currentPassword, {
      path: ['newPassword'],
      error: 'Choose one that differs from the current one.',
    }),
  )

const params = z.object({ username })

export const userSchemas = {
  users: {
    POST: {
      summary: 'Makes an account. Signing in is a call of its own.',
      body: signUp,
      answer: profile,
      status: 201,
      problems: ['username_taken', 'rate_limited', 'busy'],
    },
  },
  user: {
    params,
    GET: { summary: 'Reads a profile.', answer: profile, problems: ['not_found'] },
    PATCH: {
      summary: 'Changes your own profile.',
      body: z.partial(profileFields),
      answer: profile,
      problems: ['not_found'],
    },
  },
  avatar: {
    params,
    GET: {
      summary: 'Draws a picture of a user, which any page may embed.',
      answer: 'image/svg+xml',
      problems: ['not_found'],
    },
  },
  password: {
    params,
    PATCH: {
      summary: 'Sets or changes your own password; ends your other sessions and your tokens.',
      body: passwordChange,
      answer: null,
      problems: ['wrong_password', 'rate_limited', 'busy', 'not_found'],
    },
  },
} as const satisfies { [Name in 'users' | 'user' | 'avatar' | 'password']: SchemasFor<Routes[Name]> }
