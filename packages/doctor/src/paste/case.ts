import type { BrowserEngine, CredentialsMode, FetchRequest, HeaderList } from '@next-cross-origin/browser'
import type { GivenAnswers } from '../examination.ts'
import type { Finding } from '../finding.ts'

/** Describes what was pasted. */
export type Source = 'console' | 'curl' | 'fetch' | 'har' | 'headers' | 'url'

/** Describes what a pasted text says of a call. What it does not say is null. */
export interface Case {
  readonly source: Source
  readonly url: string | null
  readonly origin: string | null
  readonly method: string | null
  readonly headers: HeaderList
  readonly credentials: CredentialsMode | null
  readonly mode: NonNullable<FetchRequest['mode']> | null
  readonly redirect: NonNullable<FetchRequest['redirect']> | null
  readonly hasBody: boolean
  /** The answers that the text contains, or that a console's message describes; null when it says nothing of them. */
  readonly answers: GivenAnswers | null
  /** Tells whether the answers were made up from a message, so that they have only what the message says. */
  readonly isReconstructed: boolean
  /** The browser that wrote the message. */
  readonly engine: BrowserEngine | null
  /** A cause that the text names and that no exchange shows, such as a Content Security Policy. */
  readonly finding: Finding | null
}

/** A case that says nothing. */
export const emptyCase: Omit<Case, 'source'> = {
  url: null,
  origin: null,
  method: null,
  headers: [],
  credentials: null,
  mode: null,
  redirect: null,
  hasBody: false,
  answers: null,
  isReconstructed: false,
  engine: null,
  finding: null,
}

/** Describes what has to be asked for before a case can be judged, in the order in which to ask. */
export type Missing = 'url' | 'origin' | 'answer'

/** Says what a case lacks; empty when it can be judged. Without an answer, the doctor can still ask the server itself. */
export function missingOf({ answers, finding, origin, url }: Case): Missing[] {
  if (finding !== null) return []
  return [
    ...(url === null ? ['url' as const] : []),
    ...(origin === null ? ['origin' as const] : []),
    ...(answers === null ? ['answer' as const] : []),
  ]
}

/** Says what to ask for what is missing. */
export const questions: Readonly<Record<Missing, string>> = {
  url: 'Which URL does the page call?',
  origin: 'On which page does it happen? Its address, as the address bar shows it.',
  answer: 'What did the server answer? The status and the response headers, from the Network panel.',
}

/** Returns the request of a case; null while the URL or the origin is missing. */
export function requestOf(each: Case): FetchRequest | null {
  const { credentials, hasBody, headers, method, mode, origin, redirect, url } = each
  if (url === null || origin === null) return null
  const written = method ?? 'GET'
  const mayHaveBody = !['GET', 'HEAD'].includes(written.toUpperCase())
  return {
    url,
    origin,
    method: written,
    headers,
    credentials: credentials ?? 'same-origin',
    ...(mode == null ? {} : { mode }),
    ...(redirect == null ? {} : { redirect }),
    ...(hasBody && mayHaveBody ? { body: { type: null } } : {}),
  }
}

/** Headers that the browser adds by itself, so that a copied request has them although the page never set them. */
const browsersOwn =
  /^(:|sec-|proxy-|user-agent$|host$|origin$|referer$|connection$|content-length$|cookie$|accept-encoding$|priority$|upgrade-insecure-requests$|dnt$|te$|access-control-request-)/i

/** Returns the headers that the page set, of those that a copied request shows. */
export function ownHeadersOf(headers: HeaderList): HeaderList {
  const isCopied = headers.some(([name]) => /^(sec-fetch-|user-agent$)/i.test(name))
  return headers.filter(([name, value]) => {
    if (browsersOwn.test(name)) return false
    // With "Disable cache", the developer tools add these two.
    return !(isCopied && /^(cache-control|pragma)$/i.test(name) && value === 'no-cache')
  })
}

/** Returns the origin of a page's address, or of an origin; null when it has none that a browser would send. */
export function originFrom(address: string | null): string | null {
  if (address === null) return null
  const text = address.trim()
  if (text === 'null' || text.startsWith('file:')) return 'null'
  if (!URL.canParse(text)) return null
  const { host, origin, protocol } = new URL(text)
  if (origin !== 'null') return origin
  return host === '' || protocol === 'data:' ? null : `${protocol}//${host}`
}
