import * as z from 'zod/mini'
import type { Routes } from './routes'
import { bytes32, roundTrip } from './sign-in'
import type { SchemasFor } from './types'

const anyText = z.string().check(z.maxLength(256), z.meta({ examples: ['not the right one'] }))

export const visitSchemas = {
  visit: {
    GET: {
      summary: 'Continues a sign-in where the browser keeps no cookie. For a top-level visit, not for fetch.',
      query: z.object({ ...z.omit(roundTrip, { intent: true }).shape, code: z.optional(bytes32) }),
      answer: null,
      status: 303,
      problems: ['not_found'],
    },
  },
  passwordCode: {
    POST: {
      summary: 'Checks a password where the browser keeps no cookie, and gives a code for the handover.',
      body: z.strictObject({ username: anyText, password: anyText, challenge: bytes32 }),
      answer: z.object({ code: bytes32 }),
      problems: ['invalid_credentials', 'rate_limited', 'busy', 'not_found'],
    },
  },
} as const satisfies { [Name in 'visit' | 'passwordCode']: SchemasFor<Routes[Name]> }
