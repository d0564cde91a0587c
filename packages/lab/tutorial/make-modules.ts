import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Block, chapters } from './blocks.ts'

/**
 * `npm run learn` writes each `ts run` block that a browser can run as a module, so that a page of `/learn` runs the very
 * text that the reader sees. A page's policy forbids it to compile text, so the bundler does.
 */

const folder = join(import.meta.dirname, '..', 'src', 'learn', 'modules')

/** Tells whether a block imports nothing but packages, which a browser can load. */
export function runsInPage({ info, text }: Block): boolean {
  return info === 'ts run' && !text.includes("from '@/")
}

/** The modules by the names of their files, the list of them included. */
export function learnModules(): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  const entries: string[] = []
  for (const { file, blocks } of chapters()) {
    const id = file.replace('.md', '')
    for (const [index, block] of blocks.filter(runsInPage).entries()) {
      const name = `${id.slice(0, 2)}-${index + 1}.ts`
      files.set(name, moduleOf(block.text))
      entries.push(`  '${id}:${block.line}': () => import('./${name}'),`)
    }
  }
  const list = `${head}import type { Output } from '../run.ts'

export const modules: Readonly<Record<string, () => Promise<{ run(console: Output): void }>>> = {
${entries.join('\n')}
}
`
  return files.set('index.ts', list)
}

const head = '// Written by `npm run learn` from docs/tutorial. Change the chapter, not this file.\n'

function moduleOf(text: string): string {
  const lines = text.split('\n')
  const imports = lines.filter((line) => line.startsWith('import '))
  const body = lines.filter((line) => !line.startsWith('import '))
  return `${head}${imports.join('\n')}
import type { Output } from '../run.ts'

export function run(console: Output): void {
${body.join('\n').trim()}
}
`
}

if (process.argv[1] === import.meta.filename) {
  for (const file of readdirSync(folder)) rmSync(join(folder, file))
  for (const [file, text] of learnModules()) writeFileSync(join(folder, file), text)
  console.log(`${learnModules().size} files in ${folder}`)
}
