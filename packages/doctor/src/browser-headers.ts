import {
  combineDuplicates,
  type Engine,
  type FetchRequest,
  getHeader,
  type HeaderList,
  isPotentiallyTrustworthy,
  relate,
  type WireRequest,
} from '@next-cross-origin/browser'
import { isReferrerPolicy, type ReferrerPolicy, referrerOf } from './referrer.ts'
import { siteOf } from './site.ts'

/** One request that was sent before, and the headers of its answer. */
export interface Hop {
  readonly wire: WireRequest
  readonly answer: HeaderList
}

/** Describes a request beyond what CORS is about. */
export interface WireDetails {
  /** Whose requests these are; where none is named, Chromium's. */
  readonly engine: Engine
  /** The size of the body in bytes; null without one. */
  readonly bodyLength: number | null
  /** Describes what `Sec-Fetch-Dest` says. */
  readonly destination: string
  /** The requests that redirects led away from, preflights included. */
  readonly before: readonly Hop[]
}

/** Describes what the requests of one engine have in common. Observed in Chromium 156, Firefox 153 and WebKitGTK 2.50. */
interface Habits {
  readonly userAgent: string
  /** Over https, and to this machine. */
  readonly encodings: string
  readonly connection: string
  /** Tells whether a preflight counts as a conditional request, too. */
  readonly preflightBypassesCache: boolean
  /** Headers that bypass caches, for a request that is conditional by itself (Fetch § 4.6, steps 17 to 19). */
  readonly bypass: HeaderList
}

const noCache = [
  ['Pragma', 'no-cache'],
  ['Cache-Control', 'no-cache'],
] as const

const habits: Readonly<Record<'chromium' | 'firefox' | 'webkit', Habits>> = {
  chromium: {
    userAgent:
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
    encodings: 'gzip, deflate, br, zstd',
    connection: 'keep-alive',
    preflightBypassesCache: true,
    bypass: [['Cache-Control', 'max-age=0']],
  },
  firefox: {
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0',
    encodings: 'gzip, deflate, br, zstd',
    connection: 'keep-alive',
    preflightBypassesCache: true,
    bypass: noCache,
  },
  webkit: {
    userAgent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.2 Safari/605.1.15',
    encodings: 'gzip, deflate',
    connection: 'Keep-Alive',
    preflightBypassesCache: false,
    bypass: noCache,
  },
}

/** Returns every header of a request: those of the page and of CORS, and those that the engine adds (Fetch § 4.6; Fetch Metadata § 2). */
export function browserHeaders(wire: WireRequest, request: FetchRequest, details: WireDetails): HeaderList {
  const { bodyLength, engine: asked } = details
  const engine = asked === 'firefox' || asked === 'webkit' ? asked : 'chromium'
  const { connection, userAgent } = habits[engine]
  const isTrustworthy = isPotentiallyTrustworthy(wire.url)
  const joined = engine === 'firefox' ? mergedByFirefox(wire.headers) : combineDuplicates(wire.headers)
  // WebKit starts afresh when a redirect leaves an origin: what it adds to the page's headers is gone.
  const isBare = engine === 'webkit' && details.before.some(({ wire: { url } }) => !isSameHost(url, wire.url))
  const own = joined.map(([name, value]): [string, string] => [
    name,
    // WebKit writes what a page's text says in UTF-8; the others write one byte a character.
    engine === 'webkit' ? Buffer.from(value).toString('latin1') : value,
  ])
  const names = new Set(own.map(([name]) => name.toLowerCase()))
  // Without a body, POST and PUT say so, and no other method does (Fetch § 4.6, step 8.4).
  const length = bodyLength ?? (wire.method === 'POST' || wire.method === 'PUT' ? 0 : null)
  const referrer = referrerOf(policyOf(details.before), request.origin, new URL(wire.url))
  const added: HeaderList = [
    ...(length === null ? [] : [['Content-Length', String(length)] as const]),
    ...own,
    ['User-Agent', userAgent],
    ['Accept', '*/*'],
    ['Accept-Language', 'en-US,en;q=0.9'],
    ['Accept-Encoding', names.has('range') && !isBare ? 'identity' : encodingsOf(engine, isTrustworthy)],
    ...(bypassesCache(engine, wire, request) && !isBare ? habits[engine].bypass : []),
    ...(engine === 'chromium' && isTrustworthy && wire.purpose === 'request' ? clientHints : []),
    ...(isTrustworthy ? metadataOf(engine, wire, request, details) : []),
    ...(referrer === null ? [] : [['Referer', referrer] as const]),
    ...(engine === 'firefox' ? [['Priority', 'u=4'] as const] : []),
  ]
  const isFirst = ([name]: readonly [string, string], index: number): boolean =>
    added.findIndex(([each]) => each.toLowerCase() === name.toLowerCase()) === index
  return [['Host', new URL(wire.url).host], ['Connection', connection], ...added.filter(isFirst)]
}

const isSameHost = (a: string, b: string): boolean => new URL(a).origin === new URL(b).origin

const clientHints: HeaderList = [
  ['sec-ch-ua', '"Not:A-Brand";v="8", "Chromium";v="156"'],
  ['sec-ch-ua-mobile', '?0'],
  ['sec-ch-ua-platform', '"Linux"'],
]

function encodingsOf(engine: keyof typeof habits, isTrustworthy: boolean): string {
  return isTrustworthy ? habits[engine].encodings : 'gzip, deflate'
}

/** Firefox joins the values of one name, but an empty value and a further `Content-Type` take the place of what came before. */
function mergedByFirefox(headers: HeaderList): HeaderList {
  const merged = new Map<string, [string, string]>()
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    const before = merged.get(key)?.[1] ?? ''
    const isReplaced = before === '' || value === '' || key === 'content-type'
    merged.set(key, [name, isReplaced ? value : `${before}, ${value}`])
  }
  return [...merged.values()]
}

/** A request that is conditional by itself is not answered from a cache (Fetch § 4.6, step 16). */
function bypassesCache(
  engine: keyof typeof habits,
  { purpose }: WireRequest,
  request: FetchRequest,
): boolean {
  const isConditional = (request.headers ?? []).some(([name]) =>
    /^if-(none-match|modified-since|unmodified-since|match|range)$/i.test(name),
  )
  return isConditional && (purpose === 'request' || habits[engine].preflightBypassesCache)
}

function metadataOf(
  engine: keyof typeof habits,
  wire: WireRequest,
  request: FetchRequest,
  { before, destination }: WireDetails,
): HeaderList {
  const urls = [...(wire.purpose === 'preflight' ? [] : historyOf(engine, before)), wire.url]
  const isLed = urls.some((url) => new URL(url).origin !== new URL(wire.url).origin)
  // WebKit drops them when a redirect leaves an origin; a preflight after it has them.
  if (engine === 'webkit' && isLed) return []
  return [
    [
      'Sec-Fetch-Site',
      siteRelation(engine, request.origin, urls, engine === 'webkit' && isTainted(wire, request)),
    ],
    ['Sec-Fetch-Mode', request.mode ?? 'cors'],
    ['Sec-Fetch-Dest', destination],
    ...(tellsStorageAccess(engine, wire, request) ? [['Sec-Fetch-Storage-Access', 'none'] as const] : []),
  ]
}

/** The URLs that count for `Sec-Fetch-Site`. In Chromium, a preflight after a redirect starts afresh. */
function historyOf(engine: keyof typeof habits, before: readonly Hop[]): string[] {
  const last = before.findLastIndex(({ wire }) => wire.purpose === 'preflight')
  const counted = engine === 'chromium' && last !== -1 ? before.slice(last + 1) : before
  return counted.filter(({ wire }) => wire.purpose === 'request').map(({ wire }) => wire.url)
}

/** `Sec-Fetch-Site` (Fetch Metadata § 2.3): the loosest relation that the page has to any URL on the way. */
function siteRelation(
  engine: keyof typeof habits,
  origin: string,
  urls: readonly string[],
  isTaintedInWebKit: boolean,
): string {
  if (origin === 'null' || isTaintedInWebKit) return 'cross-site'
  const relations = urls.map((url) => relate(origin, url, siteOf))
  if (relations.every(({ sameOrigin }) => sameOrigin)) return 'same-origin'
  // Firefox says `same-site` of first requests only.
  const isRedirected = engine === 'firefox' && urls.length > 1
  return relations.every(({ sameSite }) => sameSite) && !isRedirected ? 'same-site' : 'cross-site'
}

/** `Sec-Fetch-Storage-Access` (Storage Access Headers § 3) goes to other sites, with calls that carry cookies. */
function tellsStorageAccess(engine: keyof typeof habits, wire: WireRequest, request: FetchRequest): boolean {
  if (request.credentials !== 'include' || engine === 'webkit') return false
  if (engine === 'chromium' && wire.purpose === 'preflight') return false
  if (engine === 'firefox' && isTainted(wire, request)) return false
  return request.origin === 'null' || !relate(request.origin, wire.url, siteOf).sameSite
}

/** Tells whether redirects have made the origin `null`. */
function isTainted({ headers }: WireRequest, { origin }: FetchRequest): boolean {
  return origin !== 'null' && getHeader(headers, 'origin') === 'null'
}

/** The referrer policy that the last redirect set (Referrer Policy § 8.2). */
function policyOf(before: readonly Hop[]): ReferrerPolicy {
  const named = before
    .filter(({ wire }) => wire.purpose === 'request')
    .flatMap(({ answer }) => (getHeader(answer, 'referrer-policy') ?? '').split(','))
    .map((each) => each.trim().toLowerCase())
  return named.filter(isReferrerPolicy).at(-1) ?? 'strict-origin-when-cross-origin'
}
