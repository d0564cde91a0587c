import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import type { failures } from './gate-in-process.ts'
import { type Mutant, mutants } from './gate-mutants.ts'

const root = resolve(import.meta.dirname, '..')
const copied = ['lib', 'prove', 'app/(api)', 'tests/conformance']
const trees: string[] = []

// What the gate logs about every denied case.
vi.spyOn(console, 'log').mockImplementation(() => {})

afterAll(() => {
  for (const tree of trees) rmSync(tree, { recursive: true, force: true })
})

/** A copy of what the cases run, whose imports stay within it. */
function copyTree(): string {
  const tree = mkdtempSync(join(tmpdir(), 'next-cross-origin-mutant-'))
  trees.push(tree)
  for (const folder of copied) {
    cpSync(join(root, folder), join(tree, folder), { recursive: true })
    for (const name of readdirSync(join(tree, folder), { recursive: true, encoding: 'utf8' })) {
      const file = join(tree, folder, name)
      if (!file.endsWith('.ts')) continue
      const source = readFileSync(file, 'utf8')
      writeFileSync(file, source.replaceAll(/(from |import\()'@\//g, `$1'${tree}/`))
    }
  }
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'))
  return tree
}

function makeMistake(tree: string, { file, changes }: Mutant): void {
  const path = join(tree, file)
  let source = readFileSync(path, 'utf8')
  for (const [find, replace] of changes) {
    const parts = source.split(find)
    expect(parts, `${file} has this once: ${find}`).toHaveLength(2)
    source = parts.join(replace)
  }
  writeFileSync(path, source)
}

async function failuresIn(tree: string): Promise<string[]> {
  const run: { failures: typeof failures } = await import(join(tree, 'prove/gate-in-process.ts'))
  return run.failures()
}

test('the cases find nothing wrong with the gate as it is', async () => {
  expect(await failuresIn(copyTree())).toEqual([])
})

test.each(mutants)('the cases notice a gate with this mistake: $name', async (mutant) => {
  const tree = copyTree()
  makeMistake(tree, mutant)
  expect(await failuresIn(tree)).not.toEqual([])
})
