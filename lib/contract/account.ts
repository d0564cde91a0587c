import * as z from 'zod/mini'
import { commonPasswords } from './common-passwords'
import { longestBio, longestDisplayName } from './lengths'

/** Takes 3 to 32 of a–z, 0–9 and single inner hyphens: safe in a path, and one spelling for each name. */
export const username = z
  .string('The username is text.')
  .check(
    z.regex(
      /^(?=.{3,32}$)[a-z0-9]+(-[a-z0-9]+)*$/,
      'Use 3 to 32 of the letters a to z, digits, and single hyphens between them.',
    ),
    z.meta({ examples: ['ada'] }),
  )

/** Says what a user may do: an `admin` also manages users. */
export const role = z.enum(['member', 'admin'])

/** Names that read as the product's own, in an address or beside a message. */
const reserved = new Set([
  'about',
  'account',
  'admin',
  'administrator',
  'api',
  'auth',
  'help',
  'login',
  'me',
  'moderator',
  'null',
  'official',
  'root',
  'security',
  'settings',
  'sign-in',
  'sign-up',
  'staff',
  'status',
  'support',
  'system',
  'undefined',
  'well-known',
  'www',
])

/** Takes the name of a new account: one that exists may be reserved later. */
export const newUsername = username.check(
  z.refine((name) => !reserved.has(name), 'This name is reserved. Choose another.'),
)

const length = (text: string) => [...text].length

/** Demands length, and refuses what everybody tries first (NIST SP 800-63B § 5.1.1.2). */
export const newPassword = z.string('The password is text.').check(
  z.refine((text) => length(text) >= 8, 'Use at least 8 characters.'),
  z.refine((text) => length(text) <= 256, 'Use at most 256 characters.'),
  z.refine(
    (text) => !commonPasswords.has(text.toLowerCase()),
    'This is one of the most common passwords. Choose another.',
  ),
  z.refine((text) => new Set(text).size > 1, 'Use more than one character over and over.'),
  z.meta({ format: 'password', examples: ['a long enough password'] }),
)

/**
 * Finds characters that cannot be seen, or that turn the direction of text: with them one name looks like another. The
 * joiners and variation selectors that emoji and several scripts need are not among them.
 */
const unseen =
  /(?!\u200c|\u200d|\p{Variation_Selector})[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Zl}\p{Zp}]/u

export const displayName = z.string('The display name is text.').check(
  z.trim(),
  z.minLength(1, 'Enter a display name.'),
  z.maxLength(longestDisplayName, `Use at most ${longestDisplayName} characters.`),
  z.regex(/^\P{Cc}*$/u, 'Use one line, without control characters.'),
  z.refine(
    (text) => !unseen.test(text),
    'Leave out characters that cannot be seen or that change the direction of text.',
  ),
  z.refine((text) => /[\p{L}\p{N}\p{S}\p{P}]/u.test(text), 'Use at least one character that can be seen.'),
  z.meta({ examples: ['Ada Lovelace'] }),
)

export const bio = z
  .string('The bio is text.')
  .check(
    z.trim(),
    z.maxLength(longestBio, `Use at most ${longestBio} characters.`),
    z.regex(/^(\P{Cc}|[\t\n\r])*$/u, 'Use no control characters other than tabs and line breaks.'),
    z.meta({ examples: ['Wrote the first program, for a machine that was never built.'] }),
  )
