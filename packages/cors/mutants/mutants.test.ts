import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type CorsEngine, cases, faults } from '../tests/cases.ts'
import { type Mutant, mutants } from './mutants.ts'

const source = join(import.meta.dirname, '../src')
const copies: string[] = []

afterAll(() => {
  for (const copy of copies) rmSync(copy, { recursive: true, force: true })
})

/** Copies the sources, makes a mistake in the copy, and loads it. */
async function engineWith({ file, changes }: Pick<Mutant, 'file' | 'changes'>): Promise<CorsEngine> {
  const copy = mkdtempSync(join(tmpdir(), 'cors-mutant-'))
  copies.push(copy)
  cpSync(source, copy, { recursive: true })
  let text = readFileSync(join(copy, file), 'utf8')
  for (const [find, replace] of changes) {
    const parts = text.split(find)
    expect(parts, `${file} has this once: ${find}`).toHaveLength(2)
    text = parts.join(replace)
  }
  writeFileSync(join(copy, file), text)
  return import(join(copy, 'index.ts'))
}

const faultsOf = (engine: CorsEngine) => cases.flatMap((row) => faults(engine, row))

test('the published cases find nothing wrong with the policy as it is', async () => {
  expect(faultsOf(await engineWith({ file: 'decide.ts', changes: [] }))).toEqual([])
})

test.each(mutants)('the published cases notice a policy with this mistake: $name', async (mutant) => {
  expect(faultsOf(await engineWith(mutant))).not.toEqual([])
})

test('no two mutants are the same mistake', () => {
  const distinct = new Set(mutants.map(({ file, changes }) => JSON.stringify([file, changes])))
  expect(distinct.size).toBe(mutants.length)
})
