import * as z from 'zod/mini'
import { username } from './account'
import type { Routes } from './routes'
import { bytes32, pathOfDashboard } from './sign-in'
import type { SchemasFor } from './types'

/** Takes an e-mail address, in lower case: nobody tells mailboxes apart by case alone. */
export const emailAddress = z
  .string('The address is text.')
  .check(
    z.trim(),
    z.toLowerCase(),
    z.maxLength(254, 'Use at most 254 characters.'),
    z.email('Enter an e-mail address, such as ada@example.com.'),
    z.meta({ examples: ['somebody@example.com'] }),
  )

/** Describes the field of a form that asks for an address. */
export const emailForm = z.object({ email: emailAddress })

export const mailLink = z.strictObject({
  email: emailAddress,
  /** SHA-256 of the verifier that the page keeps, in base64url. */
  challenge: bytes32,
  /** `reset` is a sign-in after which a new password needs no old one. */
  purpose: z._default(z.enum(['sign-in', 'reset']), 'sign-in'),
  next: z._default(pathOfDashboard, '/dashboard'),
})

export type MailLink = z.output<typeof mailLink>

const mail = z.object({ to: z.string(), subject: z.string(), text: z.string(), sentAt: z.iso.datetime() })

export type OutboxMail = z.output<typeof mail>

export const mailSchemas = {
  mailLink: {
    POST: {
      summary: 'Sends a link to sign in by. Answers the same whether or not an account has the address.',
      body: mailLink,
      answer: null,
      status: 202,
      problems: ['mail_unavailable', 'rate_limited'],
    },
  },
  emailAddress: {
    params: z.object({ username }),
    PUT: {
      summary: 'Asks to change your e-mail address. Links go to the new address and to the old one.',
      body: z.strictObject({ email: emailAddress }),
      answer: null,
      status: 202,
      problems: ['mail_unavailable', 'rate_limited'],
    },
  },
  emailConfirmation: {
    POST: {
      summary: 'Confirms a change of your e-mail address with the code of one of the links.',
      body: z.strictObject({ code: bytes32 }),
      /** `waiting` until the link in the other mail is confirmed too. */
      answer: z.object({ outcome: z.enum(['changed', 'waiting']) }),
      problems: ['confirmation_invalid', 'address_in_use'],
    },
  },
  outbox: {
    GET: {
      summary: 'Shows the mails that would have left. In development only.',
      answer: z.object({ mails: z.array(mail) }),
      problems: ['not_found'],
    },
  },
} as const satisfies {
  [Name in 'mailLink' | 'emailAddress' | 'emailConfirmation' | 'outbox']: SchemasFor<Routes[Name]>
}
