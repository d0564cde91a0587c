import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ChapterText, titleOf } from './text.ts'

/** Reads the index and every chapter from `docs/tutorial`, in order. @param root of the repository */
export function readChapters(root: string = process.cwd()): ChapterText[] {
  const folder = join(root, 'docs', 'tutorial')
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .sort(
      (one, other) => Number(other === 'README.md') - Number(one === 'README.md') || one.localeCompare(other),
    )
    .map((file) => {
      const markdown = readFileSync(join(folder, file), 'utf8')
      return { id: file === 'README.md' ? '' : file.replace('.md', ''), title: titleOf(markdown), markdown }
    })
}
