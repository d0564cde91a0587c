/** Columns of a line of prose, in comments and in Markdown. */
const width = 110

/** Breaks words into lines that begin with a prefix. */
function wrapped(text: string, prefix: string): string {
  const lines: string[] = []
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.length + 1 > width) lines.push(prefix + word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines.join('\n')
}

/** Removes the sentences that a pattern matches. */
function withoutSentences(text: string, mention: RegExp): string {
  const sentences = text.split(/(?<=[.:!?])\s+(?=[A-Z`*[])/)
  return sentences.filter((sentence) => !mention.test(sentence)).join(' ')
}

/** Removes from the comments of a source file what mentions something that is gone. */
export function cleanComments(source: string, mention: RegExp): string {
  return source
    .replace(/^([ \t]*)\/\*\*?\s([\s\S]*?)\*\/\n/gm, (comment, indent: string, inner: string) => {
      if (!mention.test(comment)) return comment
      const kept = withoutSentences(inner.replace(/^\s*\* ?/gm, '').trim(), mention)
      if (kept === '') return ''
      const single = `${indent}/** ${kept} */`
      return single.length <= width
        ? `${single}\n`
        : `${indent}/**\n${wrapped(kept, `${indent} * `)}\n${indent} */\n`
    })
    .replace(/^[ \t]*(\/\/|#|--) .*\n/gm, (line) => (mention.test(line) ? '' : line))
}

/** Removes from a Markdown text the table rows, list items and sentences that mention something that is gone. */
export function cleanMarkdown(text: string, mention: RegExp): string {
  const blocks = withoutSections(text, mention).map((block) => {
    if (!mention.test(block)) return block
    if (/^(\||```)/.test(block)) return withoutLines(block, mention)
    if (/^([-*]|\d+\.) /.test(block)) {
      return block
        .split(/\n(?=(?:[-*]|\d+\.) )/)
        .filter((item) => !mention.test(item))
        .join('\n')
    }
    return wrapped(withoutSentences(block.replaceAll('\n', ' '), mention), '')
  })
  return `${blocks
    .filter((block) => block.trim() !== '')
    .join('\n\n')
    .trimEnd()}\n`
}

/** Returns the blocks of a text without the sections whose heading mentions something that is gone. */
function withoutSections(text: string, mention: RegExp): string[] {
  const levelOf = (block: string) => /^(#+) /.exec(block)?.[1]?.length
  let leavingOut = Number.POSITIVE_INFINITY
  return text.split(/\n{2,}/).filter((block) => {
    const level = levelOf(block)
    if (level !== undefined && level <= leavingOut) {
      leavingOut = mention.test(block) ? level : Number.POSITIVE_INFINITY
    }
    return leavingOut === Number.POSITIVE_INFINITY
  })
}

function withoutLines(block: string, mention: RegExp): string {
  return block
    .split('\n')
    .filter((line) => !mention.test(line))
    .join('\n')
}
