import * as z from 'zod/mini'
import { commonPasswords } from './common-passwords'

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

/** What a user may do: an `admin` also manages users. */
export const role = z.enum(['member', 'admin'])

const length = (text: string) => [...text].length

/** Demands length, and refuses what everybody tries first (NIST SP 800-63B § 5.1.1.2). */
export const newPassword = z.string('The password is text.').check(
  z.refine((text) => length(text) >= 8, 'Use at least 8 characters.'),
  z.refine((text) => length(text) <= 256, 'Use at most 256 characters.'),
  z.refine(
    (text) => !commonPasswords.has(text.toLowerCase()),
    'This is one of the most common passwords. Choose another.',
  ),
  z.meta({ format: 'password', examples: ['a long enough password'] }),
)

export const longestDisplayName = 80
export const longestBio = 500

export const displayName = z
  .string('The display name is text.')
  .check(
    z.trim(),
    z.minLength(1, 'Enter a display name.'),
    z.maxLength(longestDisplayName, `Use at most ${longestDisplayName} characters.`),
    z.regex(/^\P{Cc}*$/u, 'Use one line, without control characters.'),
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
