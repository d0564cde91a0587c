import type { SiteOf } from '@next-cross-origin/browser'
import { portOf } from '@next-cross-origin/browser/origin'

/** The parts of a URL that a person compares. Joined in this order, with the punctuation, they are the URL. */
export interface UrlParts {
  readonly scheme: string
  /** Describes what stands before the registrable domain; empty when nothing does. */
  readonly subdomain: string
  /** The registrable domain, or the whole host where there is none: an address, `localhost`, a public suffix. */
  readonly host: string
  /** The port that is connected to, the scheme's own included. */
  readonly port: string
  /** Tells whether the port is written in the URL. */
  readonly isPortWritten: boolean
  /** Path, query and fragment: no part of an origin. */
  readonly path: string
}

export type PartName = 'scheme' | 'subdomain' | 'host' | 'port' | 'path'

export type ReadUrl =
  | { readonly url: URL; readonly parts: UrlParts; readonly problem: null }
  | { readonly url: null; readonly parts: null; readonly problem: string }

/** Takes a URL apart as browsers do, or says in one sentence what is wrong with it. */
export function readUrl(text: string, siteOf: SiteOf): ReadUrl {
  const typed = text.trim()
  const problem = problemOf(typed)
  if (problem !== null) return { url: null, parts: null, problem }
  const url = new URL(typed)
  const site = siteOf(url.hostname)
  const host = site ?? url.hostname
  return {
    url,
    problem: null,
    parts: {
      scheme: url.protocol.slice(0, -1),
      subdomain: url.hostname.slice(0, url.hostname.length - host.length).replace(/\.$/, ''),
      host,
      port: portOf(url),
      isPortWritten: url.port !== '',
      path: `${url.pathname}${url.search}${url.hash}`,
    },
  }
}

function problemOf(typed: string): string | null {
  if (typed === '') return 'Type a URL, such as https://app.example.com/.'
  if (!URL.canParse(typed)) {
    if (/\s/.test(typed)) return 'A URL has no spaces.'
    if (!/^[a-z][a-z0-9+.-]*:/i.test(typed))
      return `Begin with a scheme: https://${typed.replace(/^\/+/, '')}`
    if (/:\d{6,}|:\d*[^\d/?#]+\d*(?:[/?#]|$)/.test(typed.replace(/^[a-z]+:\/\//i, ''))) {
      return 'A port is a number from 0 to 65535.'
    }
    return 'This is no URL that a browser understands: look at the host.'
  }
  const { protocol } = new URL(typed)
  // `localhost:3000` reads as the scheme "localhost".
  if (/^[a-z0-9.-]+:\d+(\/|$)/i.test(typed)) return `Begin with a scheme: http://${typed}`
  if (protocol !== 'http:' && protocol !== 'https:') {
    return `The origin of a ${protocol} URL is opaque: it is the same as no other, not even as its own copy. Compare http and https URLs.`
  }
  return null
}

const partNames = ['scheme', 'subdomain', 'host', 'port', 'path'] as const

/** One row of the comparison. */
export interface PartComparison {
  readonly part: PartName
  readonly first: string
  readonly second: string
  readonly differs: boolean
  /** Tells whether the part counts for the origin, and for the site. */
  readonly countsFor: { readonly origin: boolean; readonly site: boolean }
}

export function compareParts(first: UrlParts, second: UrlParts): readonly PartComparison[] {
  return partNames.map((part) => ({
    part,
    first: first[part],
    second: second[part],
    differs: first[part] !== second[part],
    countsFor: { origin: part !== 'path', site: part === 'scheme' || part === 'host' },
  }))
}

/** Describes what the relation means for a page at the first URL that calls the second, in a sentence each. */
export interface Meaning {
  readonly reading: string
  readonly sending: string
  readonly cookies: string
}

export function meaningOf(
  first: URL,
  second: URL,
  relation: { sameOrigin: boolean; sameSite: boolean },
): Meaning {
  if (relation.sameOrigin) {
    return {
      reading: 'The page reads every answer. CORS has no part in it.',
      sending: 'Any method and any header, without a preflight.',
      cookies: 'They are sent by default, SameSite=Strict ones included.',
    }
  }
  const reading = `Only answers whose Access-Control-Allow-Origin names ${first.origin}.`
  const sending =
    'What a form could send goes at once, and is carried out even when the answer stays hidden. Everything else asks first, with a preflight.'
  if (relation.sameSite) {
    return {
      reading,
      sending,
      cookies:
        'Only with credentials: "include". The site is one, so SameSite=Lax and Strict cookies go along, and nothing counts as third-party.',
    }
  }
  return {
    reading,
    sending,
    cookies:
      first.hostname === second.hostname
        ? 'Only with credentials: "include". http and https are two sites, so Lax and Strict cookies stay behind.'
        : 'Only with credentials: "include", and only cookies with SameSite=None; Secure. Where third-party cookies are blocked, they have to be Partitioned.',
  }
}
