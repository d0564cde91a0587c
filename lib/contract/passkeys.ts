import * as z from 'zod/mini'
import type { Routes } from './routes'
import { bytes32 } from './sign-in'
import type { SchemasFor } from './types'

/** Describes what a browser is asked for and what it answers, in the JSON of WebAuthn § 5.1.9 and § 5.1.10. */
const webAuthnJson = z.record(z.string(), z.unknown()).check(z.meta({ examples: [{}] }))

/** Takes what a person calls a passkey. */
export const passkeyName = z
  .string('The name is text.')
  .check(
    z.trim(),
    z.minLength(1, 'Give the passkey a name, such as that of the device.'),
    z.maxLength(80, 'Use at most 80 characters.'),
    z.meta({ examples: ['My laptop'] }),
  )

export const listedPasskey = z.object({
  id: z.uuid(),
  name: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.nullable(z.iso.datetime()),
})

export type ListedPasskey = z.output<typeof listedPasskey>

export const passkeySchemas = {
  relatedOrigins: {
    GET: {
      summary: 'Lists the origins whose pages may use passkeys of this API (WebAuthn § 5.11).',
      answer: z.object({ origins: z.array(z.string()) }),
    },
  },
  passkeyChallenge: {
    POST: {
      summary: 'Gives the options with which a page asks the browser for a passkey.',
      body: z.strictObject({}),
      answer: webAuthnJson,
      problems: ['rate_limited'],
    },
  },
  passkeySignIn: {
    POST: {
      summary: 'Checks the answer of an authenticator, and gives a code for the handover.',
      body: z.strictObject({ response: webAuthnJson, challenge: bytes32 }),
      answer: z.object({ code: bytes32 }),
      problems: ['passkey_invalid'],
    },
  },
  newPasskey: {
    POST: {
      summary: 'Gives the options with which a page asks the browser for a new passkey.',
      body: z.strictObject({}),
      answer: webAuthnJson,
    },
  },
  passkeys: {
    GET: {
      summary: 'Lists your passkeys, the oldest first.',
      answer: z.object({ passkeys: z.array(listedPasskey) }),
    },
    POST: {
      summary: 'Keeps a new passkey of yours.',
      body: z.strictObject({ name: passkeyName, response: webAuthnJson }),
      answer: null,
      problems: ['passkey_invalid'],
    },
  },
  passkey: {
    params: z.object({
      id: z.uuid().check(z.meta({ examples: ['00000000-0000-4000-8000-000000000000'] })),
    }),
    DELETE: { summary: 'Removes a passkey of yours.', answer: null, problems: ['last_way_in'] },
  },
} as const satisfies {
  [Name in
    | 'relatedOrigins'
    | 'passkeyChallenge'
    | 'passkeySignIn'
    | 'newPasskey'
    | 'passkeys'
    | 'passkey']: SchemasFor<Routes[Name]>
}
