import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { bio, displayName, newPassword, username } from '@/lib/contract/account'

describe('the rules of what people type', () => {
  it.each([
    ['a username', username, ['ada', 'grace-hopper', '007', 'x'.repeat(32)]],
    ['a password', newPassword, ['8 chars!', 'пароль-пароль', 'x'.repeat(256)]],
    ['a display name', displayName, ['A', 'Ада', 'x'.repeat(80)]],
    ['a bio', bio, ['', 'x'.repeat(500), 'two\nlines']],
  ])('let %s pass', (_name, schema, values) => {
    for (const value of values) expect(z.safeParse(schema, value).success, value).toBe(true)
  })

  it.each([
    ['a username', username, ['', 'ab', 'a--b', 'Ada', '-ada', 'ada-', 'a da', 'ада', 'x'.repeat(33)]],
    ['a password', newPassword, ['', 'short', 'PASSWORD123', '🔑🔑🔑🔑', 'x'.repeat(257)]],
    ['a display name', displayName, ['', '   ', 'x'.repeat(81), 'a\u0007b']],
    ['a bio', bio, ['x'.repeat(501), 'a\u0000b']],
  ])('stop %s, in a sentence', (_name, schema, values) => {
    for (const value of values) {
      const [issue] = z.safeParse(schema, value).error?.issues ?? []
      expect(issue?.message, value).toMatch(/^[A-Z].*\.$/)
    }
  })
})
