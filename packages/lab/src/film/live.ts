import type { RecordedExchange } from '../panels/wire.ts'
import type { Reported } from '../reports.ts'
import type { FilmedCall, FilmedExchange } from './filmed.ts'

/** Names the calls that everybody knows; another is called by its method and path. */
const titles: readonly (readonly [pattern: RegExp, title: string])[] = [
  [/^GET \/api\/auth\/csrf$/, 'The form’s token'],
  [/^POST \/api\/auth\/callback\/credentials$/, 'Signing in'],
  [/^GET \/api\/auth\/session$/, 'The session'],
  [/^GET \/api\/users\/[^/]+$/, 'The profile'],
  [/^PATCH \/api\/users\/[^/]+$/, 'Saving'],
]

/** Returns the title of a call. */
export function titleOf(method: string, path: string): string {
  const line = `${method} ${path}`
  return titles.find(([pattern]) => pattern.test(line))?.[1] ?? line
}

/**
 * Joins what the page knows about its calls with what the API reports about them. The request id belongs to both.
 * @param recent the page's calls, newest first
 * @param reported what the API saw and sent, oldest first
 */
export function filmedCalls(
  recent: readonly RecordedExchange[],
  reported: readonly Reported[],
  pageOrigin: string,
): readonly FilmedCall[] {
  const taken = new Set<number>()
  return [...recent].reverse().flatMap((call) => {
    const { method, path, url, sent } = call
    const at = reported.findIndex(({ requestId }) => requestId !== null && requestId === call.requestId)
    const exchanges = reportsOf(reported, at, taken)
    if (exchanges.length === 0) return []
    const request = { url, origin: pageOrigin, method, headers: sent, credentials: 'include' } as const
    return { title: titleOf(method, path), script: scriptOf(method, path), request, exchanges }
  })
}

/** Returns a call of another origin, which the API refused: the last report that carries that origin. */
export function foreignCall(
  reported: readonly Reported[],
  { origin, url }: { origin: string; url: string },
): FilmedCall | null {
  const { pathname } = new URL(url)
  const exchange = reported.findLast(
    ({ path, requestHeaders }) =>
      path === pathname &&
      requestHeaders.some(([name, value]) => name.toLowerCase() === 'origin' && value === origin),
  )
  if (exchange === undefined) return null
  return {
    title: 'Another origin tries',
    script: scriptOf('GET', pathname),
    request: { url, origin, credentials: 'include' },
    exchanges: [exchange],
  }
}

/** Returns the line of the script that makes a call. */
export function scriptOf(method: string, path: string): string {
  return `fetch('${path}', { ${method === 'GET' ? '' : `method: '${method}', `}credentials: 'include' })`
}

/** Returns the report of a call, with that of the preflight before it. */
function reportsOf(reported: readonly Reported[], at: number, taken: Set<number>): FilmedExchange[] {
  const call = reported[at]
  if (call === undefined) return []
  taken.add(call.number)
  const preflight = reported
    .slice(0, at)
    .findLast(({ path, method, requestHeaders }) =>
      method === 'OPTIONS'
        ? path === call.path && asksFor(requestHeaders) === call.method
        : path === call.path && method === call.method,
    )
  const isItsOwn = preflight?.method === 'OPTIONS' && !taken.has(preflight.number)
  if (!isItsOwn) return [call]
  taken.add(preflight.number)
  return [preflight, call]
}

function asksFor(headers: FilmedExchange['requestHeaders']): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === 'access-control-request-method')?.[1]
}
