import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Block, piecesOf } from '../src/learn/text.ts'

export type { Block }

/** The kinds of code block in the tutorial; each is executed. docs/tutorial/README.md explains them to the reader. */
export const kinds = ['ts run', 'sh run', 'text output', 'http', 'page run'] as const
export type Kind = (typeof kinds)[number]

export interface Chapter {
  /** `03-the-preflight.md`. */
  file: string
  markdown: string
  blocks: readonly Block[]
}

const folder = join(import.meta.dirname, '..', '..', '..', 'docs', 'tutorial')

/** The index and every chapter, in order. */
export function chapters(): Chapter[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .sort()
    .map((file) => {
      const markdown = readFileSync(join(folder, file), 'utf8')
      return { file, markdown, blocks: blocksOf(markdown) }
    })
}

/** Returns every fenced code block of a text, whatever its kind. */
export function blocksOf(markdown: string): Block[] {
  return piecesOf(markdown).flatMap((piece) => (piece.kind === 'block' ? [piece.block] : []))
}
