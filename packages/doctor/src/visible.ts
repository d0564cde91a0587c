/** The text with every character that is not plain ASCII, or cannot be seen, written as an escape, such as `\x0b`. */
export function visible(text: string): string {
  return text.replace(/[^\x20-\x7e]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0
    const hex = code.toString(16)
    return code > 0xff ? `\\u{${hex}}` : `\\x${hex.padStart(2, '0')}`
  })
}
