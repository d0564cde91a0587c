/** Returns the text with every character that is not plain ASCII, or cannot be seen, written as an escape, such as `\x0b`. */
export function visible(text: string): string {
  return text.replace(/[^\x20-\x7e]/gu, escaped)
}

/**
 * Characters that move a terminal's cursor, start a command of it, or turn the direction of text around: C0 but tab and line
 * feed, DEL, C1, and the bidirectional marks, overrides and isolates.
 */
const controls = /(?![\t\n])[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu

/** Returns the text with every character that controls a terminal or the direction of text written as an escape. */
export function neutralised(text: string): string {
  return text.replace(controls, escaped)
}

/** Returns a value as JSON on one line, with every such character in JSON's own escape. */
export function safeJson(value: unknown): string {
  return JSON.stringify(value).replace(
    controls,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16)
  return code > 0xff ? `\\u{${hex}}` : `\\x${hex.padStart(2, '0')}`
}
