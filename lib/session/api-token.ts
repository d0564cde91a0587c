import { brand } from '@/lib/brand'

/** Begins every token, so that scanners for leaked secrets recognise one. */
const prefix = `${brand.cookieLabel}_`

/** Makes a token of 256 random bits. */
export function newApiToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  const text = btoa(String.fromCharCode(...bytes))
  return prefix + text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Tells whether a text has the form of a token of this API. */
export function isApiToken(text: string): boolean {
  return text.startsWith(prefix) && /^[\w-]{43}$/.test(text.slice(prefix.length))
}
