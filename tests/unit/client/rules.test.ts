import { describe, expect, it } from 'vitest'
import { bioProblem, displayNameProblem, passwordProblem, usernameProblem } from '@/lib/client/rules'

describe('the rules of what people type', () => {
  it.each([
    ['a username', usernameProblem, ['ada', 'grace-hopper', 'a1--2', 'x'.repeat(32)]],
    ['a password', passwordProblem, ['8 chars!', 'пароль-пароль', 'x'.repeat(256)]],
    ['a display name', displayNameProblem, ['A', 'Ада', 'x'.repeat(80)]],
    ['a bio', bioProblem, ['', 'x'.repeat(500)]],
  ])('let %s pass', (_name, problem, values) => {
    for (const value of values) expect(problem(value)).toBeNull()
  })

  it.each([
    ['a username', usernameProblem, ['', 'ab', 'Ada', '-ada', 'ada-', 'a da', 'ада', 'x'.repeat(33)]],
    ['a password', passwordProblem, ['', 'short', 'x'.repeat(257)]],
    ['a display name', displayNameProblem, ['', '   ', 'x'.repeat(81)]],
    ['a bio', bioProblem, ['x'.repeat(501)]],
  ])('stop %s', (_name, problem, values) => {
    for (const value of values) expect(problem(value)).toMatch(/\.$/)
  })
})
