import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type Mutant, mutants } from './mutants'

const root = resolve(import.meta.dirname, '../..')
const trees: string[] = []

afterAll(() => {
  for (const tree of trees) rmSync(tree, { recursive: true, force: true })
})

/** A copy of what the cases run, with one mistake in it or none. */
function copyTree(mutant: Mutant | null): string {
  const tree = mkdtempSync(join(tmpdir(), 'next-cross-origin-mutant-'))
  trees.push(tree)
  for (const path of [
    'lib',
    'app/(api)',
    'tests/conformance',
    'tests/mutants',
    'package.json',
    'tsconfig.json',
  ]) {
    cpSync(join(root, path), join(tree, path), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'))
  if (mutant === null) return tree
  const file = join(tree, mutant.file)
  let source = readFileSync(file, 'utf8')
  for (const [find, replace] of mutant.changes) {
    const parts = source.split(find)
    expect(parts, `occurrences of ${JSON.stringify(find)} in ${mutant.file}`).toHaveLength(2)
    source = parts.join(replace)
  }
  writeFileSync(file, source)
  return tree
}

/** What the cases find wrong with the gate of a tree. */
async function failuresIn(tree: string): Promise<string[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/mutants/run.ts'], { cwd: tree })
  let written = ''
  let complaints = ''
  child.stdout.on('data', (chunk) => {
    written += chunk
  })
  child.stderr.on('data', (chunk) => {
    complaints += chunk
  })
  const status = await new Promise((resolve) => child.once('close', resolve))
  expect(status, complaints).toBe(0)
  const report = written.trimEnd().split('\n').at(-1) ?? ''
  return z.object({ failures: z.array(z.string()) }).parse(JSON.parse(report)).failures
}

test.concurrent('the cases find nothing wrong with the gate as it is', async () => {
  expect(await failuresIn(copyTree(null))).toEqual([])
})

test.concurrent.each(mutants)('the cases notice a gate with this mistake: $name', async (mutant) => {
  expect(await failuresIn(copyTree(mutant))).not.toEqual([])
})

test('there are ten mutants, and no two are the same mistake', () => {
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(10)
})
