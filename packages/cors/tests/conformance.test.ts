import { expect, test } from 'vitest'
import * as engine from '../src/index.ts'
import { cases, faults } from './cases.ts'

test.each(cases.map((row) => [row.id, row.title, row] as const))('%s %s', (_id, _title, row) => {
  expect(faults(engine, row)).toEqual([])
})
