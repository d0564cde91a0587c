/** One fenced code block. */
export interface Block {
  /** Describes what stands behind the opening fence: a kind of tutorial/blocks.ts, when the block is right. */
  readonly info: string
  readonly text: string
  /** Says where its first line is, counted from 1. */
  readonly line: number
}

/** A part of a chapter: running text, or a code block. */
export type Piece =
  | { readonly kind: 'text'; readonly markdown: string }
  | { readonly kind: 'block'; readonly block: Block }

/**
 * Cuts a text at its fenced code blocks (CommonMark § 4.5), whatever their kind.
 * @throws Error for a fence that is not closed
 */
export function piecesOf(markdown: string): Piece[] {
  const pieces: Piece[] = []
  let text: string[] = []
  let open: { fence: string; info: string; line: number } | null = null
  const endText = () => {
    if (text.some((line) => line.trim() !== '')) pieces.push({ kind: 'text', markdown: text.join('\n') })
    text = []
  }
  for (const [index, line] of markdown.split('\n').entries()) {
    const [, fence = '', info = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? []
    if (open === null && fence !== '') {
      endText()
      open = { fence, info: info.trim(), line: index + 2 }
    } else if (open !== null && fence.startsWith(open.fence) && info.trim() === '') {
      pieces.push({ kind: 'block', block: { info: open.info, text: text.join('\n'), line: open.line } })
      text = []
      open = null
    } else text.push(line)
  }
  if (open) throw new Error(`The code block at line ${open.line} is not closed.`)
  endText()
  return pieces
}

/** A chapter of the tutorial, or its index. */
export interface ChapterText {
  /** The last part of its address: `03-the-preflight`; empty for the index. */
  readonly id: string
  readonly title: string
  readonly markdown: string
}

/** Returns the title of a text: its first heading. */
export function titleOf(markdown: string): string {
  return /^# (.+)$/m.exec(markdown)?.[1]?.trim() ?? ''
}

/** Turns a link of the tutorial, as it works on GitHub, into the address of a page of the bench; null for any other link. */
export function pageOfLink(href: string): string | null {
  const [, lesson] = /^\.\.\/lessons\.md#([\w-]+)$/.exec(href) ?? []
  if (lesson !== undefined) return `/lab/${lesson}`
  if (href === '../lessons.md') return '/lab'
  const [, chapter] = /^(\d\d-[\w-]+)\.md$/.exec(href) ?? []
  if (chapter !== undefined) return `/learn/${chapter}`
  return href === 'README.md' ? '/learn' : null
}
