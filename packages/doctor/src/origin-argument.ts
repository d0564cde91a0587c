import { originOf } from '@next-cross-origin/browser'
import { UsageError } from './usage.ts'

/** An origin that was given, and what has to be said about how it was read. */
export interface OriginArgument {
  readonly origin: string
  readonly note: string | null
}

/** Schemes of applications that show web pages, whose origins have a host and no port. */
const applicationSchemes =
  /^(capacitor|ionic|chrome-extension|moz-extension|safari-web-extension|app|tauri|electron):$/

/**
 * Reads the origin of a page, or the page's whole address: then its origin counts. A bare origin has to be written as the
 * browser writes it, because a slash too many is the commonest mistake in lists of origins. Throws a UsageError otherwise.
 */
export function checkOrigin(text: string): OriginArgument {
  if (text === 'null') return { origin: text, note: null }
  if (!URL.canParse(text))
    throw new UsageError(`Not an origin: ${text}. An origin is such as https://app.example.com.`)
  const url = new URL(text)
  if (url.protocol === 'file:')
    return {
      origin: 'null',
      note: 'A page that is opened as a file has no origin of its own: the browser sends `Origin: null`.',
    }
  if (applicationSchemes.test(url.protocol) && url.host !== '')
    return noted(`${url.protocol}//${url.host}`, text)
  const origin = originOf(text)
  if (origin === 'null')
    throw new UsageError(`Not an origin: ${text}. An origin is such as https://app.example.com.`)
  const isPage = url.pathname !== '/' || url.search !== '' || url.hash !== ''
  if (isPage) return noted(origin, text)
  if (origin !== text) throw new UsageError(`Not an origin: ${text}. The browser writes it ${origin}.`)
  return { origin, note: null }
}

function noted(origin: string, text: string): OriginArgument {
  const note = origin === text ? null : `Of the page ${text}, only the origin counts: ${origin}.`
  return { origin, note }
}

/** Reads an absolute URL. Throws a UsageError that says what was probably meant. */
export function checkUrl(url: string): string {
  if (URL.canParse(url)) return /^[a-z0-9.-]+:\d+(\/|$)/i.test(url) ? url : new URL(url).href
  const isHost = /^[\w-]+(\.[\w-]+)+(:\d+)?(\/|$)/.test(url)
  throw new UsageError(
    `Not an absolute URL: ${url}.${isHost ? ` Did you mean https://${url}? In a page, a URL without a scheme is a path of the page's own server.` : ''}`,
  )
}
