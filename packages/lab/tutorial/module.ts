import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { format } from 'node:util'

const root = join(import.meta.dirname, '..', '..', '..')

/** A folder outside the tree in which modules find this repository's packages. @returns its path, and how to remove it */
export function moduleFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'next-cross-origin-tutorial-'))
  symlinkSync(join(root, 'node_modules'), join(path, 'node_modules'), 'dir')
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** Runs a `ts run` block as the module it is. @returns the lines that it writes with `console.log` */
export async function runModule(text: string): Promise<string[]> {
  const folder = moduleFolder()
  const file = join(folder.path, 'block.mts')
  writeFileSync(file, text)
  const lines: string[] = []
  const { log } = console
  console.log = (...values: unknown[]) => lines.push(...format(...values).split('\n'))
  try {
    await import(/* @vite-ignore */ pathToFileURL(file).href)
  } finally {
    console.log = log
    folder.remove()
  }
  return lines
}
