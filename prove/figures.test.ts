import { describe, expect, test } from 'vitest'
import { budgets, docComments, longFunctions, sourceFigures } from './figures.ts'

describe('the figures', () => {
  const figures = sourceFigures()

  test('what a user keeps is small', () => {
    expect(figures.productLines).toBeLessThanOrEqual(budgets.productLines)
    expect(figures.testLines).toBeLessThanOrEqual(budgets.testLines)
  })

  test('no function is longer than 60 lines', () => {
    expect(figures.longFunctions).toEqual([])
  })

  test('doc comments say what a function does, and open with a verb', () => {
    const share = (100 * figures.badOpenings.length) / figures.comments
    expect(share, figures.badOpenings.join('\n')).toBeLessThan(budgets.badOpeningsPercent)
  })
})

describe('the counting', () => {
  test('finds a long function, and takes a suite for none', () => {
    const body = '\n'.repeat(61)
    const text = `function long() {${body}}\ndescribe('suite', () => {${body}})\nconst short = () => 1\n`
    expect(longFunctions([{ path: 'a.ts', text }])).toEqual(['a.ts:1 (62 lines)'])
  })

  test('finds how each doc comment opens', () => {
    const text = '/** Tells whether it is. */\n/**\n * Returns it.\n */\n/** Thatched. */\n'
    expect(docComments([{ path: 'a.ts', text }])).toEqual([
      { place: 'a.ts:1', opensBadly: true },
      { place: 'a.ts:2', opensBadly: false },
      { place: 'a.ts:5', opensBadly: false },
    ])
  })
})
