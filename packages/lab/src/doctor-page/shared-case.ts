/** Describes what the reader gave: the pasted text, and the answers to the doctor's questions. */
export interface Given {
  readonly text: string
  readonly url: string
  readonly origin: string
  /** The server's side as the reader edited it; empty when it stands as it was pasted. */
  readonly answer: string
}

export const nothingGiven: Given = { text: '', url: '', origin: '', answer: '' }

/** Longer addresses get cut by mail programs and chats. */
const longestShared = 6_000

const secretLines =
  /^(\s*[<>*]?\s*(?:-H\s+['"]?)?(?:authorization|cookie|set-cookie|x-api-key)\s*:\s*)([^'"\n]+)/gim
const secretPairs = /("(?:authorization|cookie|set-cookie|x-api-key)"\s*:\s*")([^"]+)/gi
const secretOptions = /((?:-b|--cookie|-u|--user)\s+)('[^']*'|"[^"]*"|\S+)/g

/** Replaces the values of cookies, tokens and passwords, so that a shared address carries none. */
export function withoutSecrets(text: string): string {
  return text.replace(secretLines, '$1…').replace(secretPairs, '$1…').replace(secretOptions, "$1'…'")
}

/** Writes a case as the fragment of an address; null when the case is too long to share. */
export function toFragment(given: Given): string | null {
  if (given === nothingGiven || given.text.trim() === '') return ''
  const shared: Given = { ...given, text: withoutSecrets(given.text), answer: withoutSecrets(given.answer) }
  const bytes = new TextEncoder().encode(JSON.stringify(shared))
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  const fragment = text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  return fragment.length > longestShared ? null : fragment
}

/** Reads a case from the fragment of an address; null when the fragment holds none. */
export function fromFragment(fragment: string): Given | null {
  try {
    const text = atob(fragment.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0))
    const read: unknown = JSON.parse(new TextDecoder().decode(bytes))
    if (typeof read !== 'object' || read === null) return null
    const field = (name: keyof Given) => {
      const value = (read as Record<string, unknown>)[name]
      return typeof value === 'string' ? value : ''
    }
    return { text: field('text'), url: field('url'), origin: field('origin'), answer: field('answer') }
  } catch {
    return null
  }
}
