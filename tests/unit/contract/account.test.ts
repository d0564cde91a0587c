import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { bio, displayName, newPassword, newUsername, username } from '@/lib/contract/account'

describe('the rules of what people type', () => {
  it.each([
    ['a username', username, ['ada', 'grace-hopper', '007', 'x'.repeat(32)]],
    ['a password', newPassword, ['8 chars!', 'пароль-пароль', 'xy'.repeat(128)]],
    ['a display name', displayName, ['A', 'Ада', 'x'.repeat(80), 'آدا', 'می‌خواهم', '👩‍💻', '❤️']],
    ['a bio', bio, ['', 'x'.repeat(500), 'two\nlines']],
  ])('let %s pass', (_name, schema, values) => {
    for (const value of values) expect(z.safeParse(schema, value).success, value).toBe(true)
  })

  it.each([
    ['a username', username, ['', 'ab', 'a--b', 'Ada', '-ada', 'ada-', 'a da', 'ада', 'x'.repeat(33)]],
    [
      'a password',
      newPassword,
      ['', 'short', 'PASSWORD123', '🔑🔑🔑🔑', 'xy'.repeat(129), 'aaaaaaaaaaaa', '🔑🔑🔑🔑🔑🔑🔑🔑'],
    ],
    [
      'a display name',
      displayName,
      [
        '',
        '   ',
        'x'.repeat(81),
        'a\u0007b',
        '\u200b',
        'ada\u200b',
        '\u202eada',
        'a\u2066b',
        'a\u2028b',
        '\u3164',
        '\u200d',
      ],
    ],
    ['the name of a new account', newUsername, ['admin', 'root', 'support', 'sign-in']],
    ['a bio', bio, ['x'.repeat(501), 'a\u0000b']],
  ])('stop %s, in a sentence', (_name, schema, values) => {
    for (const value of values) {
      const [issue] = z.safeParse(schema, value).error?.issues ?? []
      expect(issue?.message, value).toMatch(/^[A-Z].*\.$/)
    }
  })
})
