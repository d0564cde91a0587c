/**
 * Tells whether a text is what the tutorial shows. In what is shown, `…` stands for any text within a line, and a line that
 * is `…` alone for any number of lines. White space at the end of a line does not count.
 */
export function isLike(shown: string, actual: string): boolean {
  const lines = shown.trimEnd().split('\n')
  const pattern = lines
    .map((line) => {
      if (line.trim() === '…') return '(?:[^\\n]*\\n)*'
      const parts = line.trimEnd().split('…').map(escaped)
      return `${parts.join('[^\\n]*')}[ \\t\\r]*\\n`
    })
    .join('')
  return new RegExp(`^${pattern}$`).test(`${actual.trimEnd()}\n`)
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
