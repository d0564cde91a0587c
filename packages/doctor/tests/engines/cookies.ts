import type { BrowserEngine } from '@next-cross-origin/browser'
import type { Bench } from '../../../browser/tests/engines/bench.ts'
import type { Exchange } from '../../../browser/tests/engines/generate.ts'
import type { Random } from '../../../browser/tests/engines/random.ts'

/** Attributes of a cookie, in every way that decides whether it comes back. */
const attributes = [
  '',
  'Path=/',
  'Path=/elsewhere',
  'Path=/; SameSite=Lax',
  'Path=/; SameSite=Strict',
  'SameSite=None',
  'SameSite=None; Secure',
  'Path=/; SameSite=None; Secure; HttpOnly',
  'Path=/; SameSite=None; Secure; Partitioned',
  'Path=/; SameSite=None; Partitioned',
  'Secure; Partitioned',
  'Secure',
  'SameSite=nonsense',
  'HttpOnly; SameSite=Lax',
  'Max-Age=0',
  'Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/',
  'Max-Age=100; Expires=Thu, 01 Jan 1970 00:00:00 GMT',
] as const

/** The name of the cookie that an exchange sets, where it sets one. */
export const cookieName = ({ id }: Exchange): string => `k${id}`

/** Lets the first answer of some exchanges set a cookie of their own. */
export function withCookies(random: Random, exchange: Exchange): Exchange {
  const [first, ...rest] = exchange.hops
  const isWhole = first?.response != null && first.response.cutAt === undefined
  if (!isWhole || exchange.request.origin === 'null' || !random.chance(0.4)) return exchange
  const line = `Set-Cookie: ${[`${cookieName(exchange)}=1`, random.pick(attributes)].filter(Boolean).join('; ')}`
  const response = {
    ...first.response,
    lines: [...first.response.lines, line],
  } as Exchange['hops'][0]['response']
  return { ...exchange, hops: [{ ...first, response }, ...rest] }
}

/** The call that shows whether a cookie came back: the same URL, with credentials, whatever its answer. */
export function lookFor({ id, request }: Exchange): Pick<Exchange, 'id' | 'request'> {
  const { origin, url } = request
  return {
    id,
    request: { url: `${url}?look`, origin, method: 'GET', headers: [], credentials: 'include', mode: 'cors' },
  }
}

/** Tells whether a browser sent the exchange's cookie when it was looked for. */
export function cameBack(bench: Bench, exchange: Exchange): boolean {
  const look = bench.receivedFor(exchange.id).filter(({ target }) => target.endsWith('?look'))
  const name = cookieName(exchange)
  return look.some(({ headers }) =>
    (headers.get('cookie') ?? '').split('; ').some((pair) => pair === `${name}=1`),
  )
}

/** One cookie as the doctor reports it. */
export interface ReportedCookie {
  readonly name: string
  readonly fates: readonly { readonly browser: string; readonly comesBack: boolean }[]
}

const labels: Readonly<Record<BrowserEngine, string>> = {
  chromium: 'Chromium',
  firefox: 'Firefox',
  webkit: 'WebKit',
}

/** Tells whether the doctor says that the exchange's cookie comes back in the browser. */
export function saidToComeBack(
  cookies: readonly ReportedCookie[],
  exchange: Exchange,
  engine: BrowserEngine,
): boolean {
  const report = cookies.find(({ name }) => name === cookieName(exchange))
  return report?.fates.find(({ browser }) => browser === labels[engine])?.comesBack ?? false
}
