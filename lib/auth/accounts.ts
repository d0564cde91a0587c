import { z } from 'zod'
import { commonPasswords } from './common-passwords'

/** Three to 32 of a–z, 0–9 and inner hyphens: safe in a path, and one spelling for each name. */
export const username = z
  .string('The username is text.')
  .regex(
    /^(?=.{3,32}$)[a-z0-9]+(-[a-z0-9]+)*$/,
    'A username has 3 to 32 of the letters a to z, digits, and single hyphens between them.',
  )

/** Length and nothing else, but for the ones that everybody tries first (NIST SP 800-63B § 5.1.1.2). */
export const newPassword = z
  .string('The password is text.')
  .refine((text) => length(text) >= 8, 'The password needs at least 8 characters.')
  .refine((text) => length(text) <= 256, 'The password has 256 characters at the most.')
  .refine(
    (text) => !commonPasswords.has(text.toLowerCase()),
    'This is one of the most common passwords. Choose another.',
  )

const length = (text: string) => [...text].length

export const displayName = z
  .string('The display name is text.')
  .trim()
  .min(1, 'The display name cannot be empty.')
  .max(80, 'The display name has 80 characters at the most.')
  .regex(/^\P{Cc}*$/u, 'The display name is one line, without control characters.')

export const bio = z
  .string('The bio is text.')
  .trim()
  .max(500, 'The bio has 500 characters at the most.')
  .regex(/^(\P{Cc}|[\t\n\r])*$/u, 'The bio has no control characters but tabs and line breaks.')
