import type { Guilty } from '../guilty.ts'

/** A stretch of a text, from its first character up to, not including, `end`. */
export interface Place {
  readonly start: number
  readonly end: number
}

/**
 * Finds the line of a pasted text that decided: the header's line, or the words of a console's message about it. Returns null
 * when it is not there, because it was never sent.
 * @param written the header as it was sent, when it was misspelt
 */
export function placeOf(text: string, guilty: Guilty, written: string | null = null): Place | null {
  const name = written ?? guilty.name
  if (name === null) return wholeMatch(/^.*(?:HTTP\/[\d.]+|Status(?: Code)?:?)\s+\d{3}.*$/im.exec(text))
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return (
    wholeMatch(new RegExp(`^[<>\\s]*${escaped}\\s*:.*$`, 'im').exec(text)) ??
    wholeMatch(new RegExp(`"name"\\s*:\\s*"${escaped}"[^}]*`, 'i').exec(text)) ??
    wholeMatch(new RegExp(`[^.:]*${escaped}[^.]*`, 'i').exec(text))
  )
}

function wholeMatch(match: RegExpExecArray | null): Place | null {
  return match === null ? null : { start: match.index, end: match.index + match[0].length }
}
