import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The kinds of code block in the tutorial; each is executed. docs/tutorial/README.md explains them to the reader. */
export const kinds = ['ts run', 'sh run', 'text output', 'http'] as const
export type Kind = (typeof kinds)[number]

/** One fenced code block. */
export interface Block {
  /** Describes what stands behind the opening fence: a `Kind`, when the block is right. */
  info: string
  text: string
  /** Says where its first line is, counted from 1. */
  line: number
}

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

/**
 * Every fenced code block of a text (CommonMark § 4.5), whatever its kind.
 * @throws Error for a fence that is not closed
 */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = []
  let open: { fence: string; info: string; line: number; text: string[] } | null = null
  for (const [index, line] of markdown.split('\n').entries()) {
    const [, fence = '', info = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? []
    if (open === null) {
      if (fence !== '') open = { fence, info: info.trim(), line: index + 2, text: [] }
    } else if (fence.startsWith(open.fence) && info.trim() === '') {
      blocks.push({ info: open.info, text: open.text.join('\n'), line: open.line })
      open = null
    } else open.text.push(line)
  }
  if (open) throw new Error(`The code block at line ${open.line} is not closed.`)
  return blocks
}
