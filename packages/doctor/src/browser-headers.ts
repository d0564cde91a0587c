import {
  type FetchRequest,
  type HeaderList,
  isPotentiallyTrustworthy,
  relate,
  type WireRequest,
} from '@next-cross-origin/browser'
import { siteOf } from './site.ts'

const userAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

/**
 * Every header of a request in the order in which Chromium sends them: those that the page or the CORS protocol put there
 * and those the browser adds (Fetch §4.6; Fetch Metadata §2).
 */
export function browserHeaders(
  wire: WireRequest,
  request: FetchRequest,
  previousUrls: readonly string[],
  { bodyLength, destination }: { bodyLength: number | null; destination: string },
): HeaderList {
  const url = new URL(wire.url)
  const own = new Set(wire.headers.map(([name]) => name.toLowerCase()))
  const added: [string, string][] = [
    ['Host', url.host],
    ['Connection', 'keep-alive'],
  ]
  // Without a body, POST and PUT say so, and no other method does (Fetch §4.6, step 8.4).
  if (bodyLength !== null) added.push(['Content-Length', String(bodyLength)])
  else if (wire.method === 'POST' || wire.method === 'PUT') added.push(['Content-Length', '0'])
  const defaults: [string, string][] = [
    ['User-Agent', userAgent],
    ['Accept', '*/*'],
    ['Accept-Language', 'en-US,en;q=0.9'],
    ['Accept-Encoding', isPotentiallyTrustworthy(wire.url) ? 'gzip, deflate, br, zstd' : 'gzip, deflate'],
  ]
  const metadata: [string, string][] = isPotentiallyTrustworthy(wire.url)
    ? [
        ['Sec-Fetch-Site', siteRelation(request.origin, [...previousUrls, wire.url])],
        ['Sec-Fetch-Mode', request.mode ?? 'cors'],
        ['Sec-Fetch-Dest', destination],
      ]
    : []
  const referrer = referrerOf(request.origin, url)
  return [
    ...added,
    ...wire.headers,
    ...defaults.filter(([name]) => !own.has(name.toLowerCase())),
    ...metadata,
    ...(referrer === null ? [] : [['Referer', referrer] as const]),
  ]
}

/** `Sec-Fetch-Site` (Fetch Metadata §2.3): the loosest relation that the page has to any URL on the way. */
function siteRelation(origin: string, urls: readonly string[]): string {
  if (origin === 'null') return 'cross-site'
  const relations = urls.map((url) => relate(origin, url, siteOf))
  if (relations.every(({ sameOrigin }) => sameOrigin)) return 'same-origin'
  return relations.every(({ sameSite }) => sameSite) ? 'same-site' : 'cross-site'
}

/** `strict-origin-when-cross-origin`, the default policy, for a page at the root of its origin (Referrer Policy §3.8). */
function referrerOf(origin: string, url: URL): string | null {
  const isDowngrade = origin.startsWith('https:') && !isPotentiallyTrustworthy(url.href)
  return origin === 'null' || isDowngrade ? null : `${origin}/`
}
