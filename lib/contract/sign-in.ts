import * as z from 'zod/mini'
import { role } from './account'
import type { Routes } from './routes'
import type { SchemasFor } from './types'

/** 32 bytes in base64url, as a verifier, a code and a SHA-256 hash are. */
export const bytes32 = z
  .string()
  .check(
    z.regex(/^[\w-]{43}$/, 'This is 32 bytes in base64url, without padding.'),
    z.meta({ examples: ['E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'] }),
  )

/**
 * A path of the dashboard to go on to. A URL parser reads `\` as `/` and drops line breaks, so that `/\host` names
 * another host.
 */
export const pathOfDashboard = z
  .string()
  .check(
    z.maxLength(512, 'The path to go on to has 512 characters at the most.'),
    z.regex(/^\/(?![/\\])[^\\\p{Cc}]*$/u, 'The path to go on to begins with one slash and names no host.'),
  )

/** Says which page starts a sign-in elsewhere, and what for. */
export const roundTrip = z.object({
  /** SHA-256 of the verifier that the page keeps, in base64url (as PKCE's `S256`, RFC 7636 § 4.2). */
  challenge: bytes32,
  /** The origin of the page. The policy decides whether it is allowed. */
  origin: z.string().check(z.maxLength(256), z.meta({ examples: ['http://localhost:3000'] })),
  next: z._default(pathOfDashboard, '/dashboard'),
  /** `link` adds the account to the user who is signed in at the page. */
  intent: z._default(z.enum(['sign-in', 'link']), 'sign-in'),
})

export type RoundTrip = z.output<typeof roundTrip>

const provider = z.string().check(z.maxLength(32), z.meta({ examples: ['oidc'] }))
const params = z.object({ provider })

/** One way to sign in that is not a password. */
export const signInProvider = z.object({ id: provider, name: z.string() })

/** An account that anybody may use. There are some in development only. */
export const demoAccount = z.object({
  username: z.string(),
  password: z.string(),
  role,
})

/** An account at a provider by which the user can sign in. */
export const linkedAccount = z.object({
  provider,
  name: z.string(),
  /** The address that the provider has verified. */
  email: z.nullable(z.string()),
  linkedAt: z.iso.datetime(),
})

export type LinkedAccount = z.output<typeof linkedAccount>

export const waysIn = z.object({
  /** Tells whether the user has a password. */
  password: z.boolean(),
  /** Tells whether a new password needs the current one. It does not for ten minutes after a sign-in by mail. */
  currentPasswordNeeded: z.boolean(),
  /** The verified address, to which a link to sign in can be sent. */
  email: z.nullable(z.string()),
  /** The number of ways in, passkeys included. The last one cannot be taken away. */
  count: z.int(),
  accounts: z.array(linkedAccount),
})

export type WaysIn = z.output<typeof waysIn>

export const signInSchemas = {
  signInOptions: {
    GET: {
      summary: 'Lists the ways to sign in here, besides a password.',
      answer: z.object({
        providers: z.array(signInProvider),
        demo: z.array(demoAccount),
        /** Says where links go: to mailboxes, to the outbox of development, or nowhere. */
        mail: z.enum(['smtp', 'outbox', 'none']),
      }),
    },
  },
  startSignIn: {
    params,
    GET: {
      summary: 'Sends the browser to a provider. For a top-level visit, not for fetch.',
      query: roundTrip,
      answer: null,
      status: 303,
      problems: ['provider_unreachable', 'rate_limited'],
    },
  },
  finishSignIn: {
    params,
    GET: {
      summary: 'Takes a provider’s answer and sends the browser back to the page that asked.',
      answer: null,
      status: 303,
      problems: ['sign_in_not_started'],
    },
  },
  handover: {
    POST: {
      summary: 'Fetches the session of a sign-in that was finished at the API’s address.',
      body: z.strictObject({ code: bytes32, verifier: bytes32 }),
      answer: z.object({
        outcome: z.enum(['signed-in', 'linked']),
        /** Continues the session by a top-level visit, where the browser keeps no cookie of this answer. */
        visit: z.optional(z.object({ code: bytes32, sessionId: z.uuid() })),
        /** The end of such a visit: the page sends it as `Authorization: Bearer …`. */
        token: z.optional(z.object({ value: z.string(), expiresAt: z.iso.datetime(), sessionId: z.uuid() })),
      }),
      problems: ['handover_invalid', 'not_signed_in', 'account_linked_elsewhere', 'provider_already_linked'],
    },
  },
  linkedAccounts: {
    GET: { summary: 'Lists the ways in which you can sign in.', answer: waysIn },
  },
  linkedAccount: {
    params,
    DELETE: {
      summary: 'Unlinks your account at a provider.',
      answer: null,
      problems: ['last_way_in'],
    },
  },
} as const satisfies {
  [Name in
    | 'signInOptions'
    | 'startSignIn'
    | 'finishSignIn'
    | 'handover'
    | 'linkedAccounts'
    | 'linkedAccount']: SchemasFor<Routes[Name]>
}
