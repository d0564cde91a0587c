import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'

const root = join(import.meta.dirname, '..', '..', '..')
const notCopied = [
  'node_modules',
  '.git',
  '.next',
  '.data',
  'test-results',
  'packages/lab',
  'packages/doctor',
  // They prove the packages that are gone.
  'prove/outside',
  'prove/packages.test.ts',
  'prove/film',
]

/**
 * Copies the repository without `packages/lab`, `packages/doctor` and their one-line page and route files, as a person
 * leaves it who deletes the bench.
 */
export function copyWithoutBench(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'without-bench-'))
  cpSync(root, folder, {
    recursive: true,
    filter: (path) => {
      const name = relative(root, path).split(sep).join('/')
      return !notCopied.includes(name) && !/\.lab\.tsx?$/.test(name)
    },
  })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
