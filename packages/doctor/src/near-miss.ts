import type { HeaderList } from '@next-cross-origin/browser'

const corsHeaders = [
  'access-control-allow-origin',
  'access-control-allow-credentials',
  'access-control-allow-methods',
  'access-control-allow-headers',
  'access-control-expose-headers',
  'access-control-max-age',
]
/** `Access-Control-Allow-Orgin` is one edit away; two of the real names are never closer than this. */
const MOST_EDITS = 3

/** The name of a header that was probably meant to be `wanted`, as it was sent; null when there is none. */
export function misspelt(headers: HeaderList, wanted: string): string | null {
  const target = wanted.toLowerCase()
  const found = headers.find(([name]) => {
    const lower = name.toLowerCase()
    if (corsHeaders.includes(lower)) return false
    // The swapped first word and underscores are common mistakes that take many edits.
    const normalized = lower
      .replaceAll('_', '-')
      .replace(/^(allow|acces|cross|x-access)-control-/, 'access-control-')
    return editDistance(normalized, target) <= MOST_EDITS
  })
  return found?.[0] ?? null
}

/** Returns the word of a list that was probably meant; null when none is close. */
export function nearestOf(word: string, words: readonly string[]): string | null {
  const ranked = words
    .map((each) => ({ each, edits: editDistance(word.toLowerCase(), each.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits)
  const [first] = ranked
  return first !== undefined && first.edits <= Math.max(1, Math.floor(word.length / 3)) ? first.each : null
}

/** Insertions, deletions and substitutions between two words (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
