import { describe, expect, it } from 'vitest'
import {
  browse,
  browserEngines,
  createPreflightCache,
  getHeader,
  type HeaderList,
  judge,
  preflightMaxAge,
  relate,
  type SiteOf,
  sendCookie,
  storeCookie,
  type Verdict,
} from '../src/index.ts'
import { cookieRows } from './wpt/cookie.ts'
import { corsRows } from './wpt/cors.ts'
import { noCorsRows } from './wpt/no-cors.ts'
import { preflightRows } from './wpt/preflight.ts'
import { type CacheRow, cacheRows } from './wpt/preflight-cache.ts'
import { redirectRows } from './wpt/redirect.ts'
import { type Expected, page, type Row } from './wpt/row.ts'

const rows: readonly Row[] = [...corsRows, ...preflightRows, ...redirectRows, ...noCorsRows]
const siteOf: SiteOf = (host) => host.split('.').slice(-2).join('.')

/** Names the part of a verdict that a test of web-platform-tests looks at. */
function seen({ allowed, response, sent }: Verdict, expected: Expected): Expected {
  const last = sent.at(-1)
  const carried = (name: string): string | null => getHeader(last?.headers ?? [], name)
  const read = (name: string): string | null => getHeader(response?.headers ?? [], name)
  const each = (names: object, value: (name: string) => string | null) =>
    Object.fromEntries(Object.keys(names).map((name) => [name, value(name)]))
  return {
    allowed,
    ...(expected.type === undefined || response === null ? {} : { type: response.type }),
    ...(expected.origin === undefined ? {} : { origin: carried('origin') }),
    ...(expected.carries === undefined ? {} : { carries: each(expected.carries, carried) }),
    ...(expected.reads === undefined ? {} : { reads: each(expected.reads, read) }),
    ...(expected.sent === undefined
      ? {}
      : {
          sent: sent.map(
            ({ method, purpose, url }) =>
              `${method} ${new URL(url).pathname}${purpose === 'preflight' ? '?' : ''}`,
          ),
        }),
  }
}

const judged = ({ answers, request }: Row, engine: (typeof browserEngines)[number] | 'standard'): Verdict =>
  judge({ url: '', origin: page, ...request }, answers, { engine, siteOf })

describe('the standard, as web-platform-tests read it', () => {
  it.each(rows.map((row) => [`${row.file}: ${row.test}`, row] as const))('%s', (_, row) => {
    expect(seen(judged(row, 'standard'), row.expected)).toEqual(row.expected)
  })

  it('is what every engine does, but for departures that have a name', () => {
    const departing = rows.flatMap((row) =>
      browserEngines
        .filter((engine) => {
          const own = seen(judged(row, engine), row.expected)
          return JSON.stringify(own) !== JSON.stringify(seen(judged(row, 'standard'), row.expected))
        })
        .filter((engine) => row.unless?.[engine] === undefined)
        .map((engine) => `${engine}: ${row.file}: ${row.test}`),
    )
    expect(departing).toEqual([])
  })

  it('covers at least 250 tests, each once', () => {
    const names = rows.map(({ file, test }) => `${file}: ${test}`)
    expect(names.length + cookieRows.length).toBeGreaterThanOrEqual(250)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })
})

/** Plays calls that share a cache, and returns which of them asked first. */
function asked({ calls }: CacheRow, engine: (typeof browserEngines)[number] | 'standard'): boolean[] {
  let now = 0
  const preflightCache = createPreflightCache(() => now, engine)
  return calls.map(({ answers, at, request }) => {
    now = at
    const steps = browse(request, { engine, siteOf, preflightCache })
    let asks = false
    let step = steps.next()
    while (!step.done) {
      asks ||= step.value.purpose === 'preflight'
      step = steps.next(answers[step.value.purpose === 'preflight' ? 0 : 1])
    }
    return asks
  })
}

describe('remembered preflights, as web-platform-tests read the standard', () => {
  it.each(cacheRows.map((row) => [`${row.file}: ${row.test}`, row] as const))('%s', (_, row) => {
    for (const engine of ['standard', ...browserEngines] as const)
      expect(asked(row, engine), engine).toEqual(row.calls.map(({ asks }) => asks))
  })

  it('are forgotten by each engine after its own longest time', () => {
    const answer: HeaderList = [['Access-Control-Max-Age', '604800']]
    const ages = ['standard', ...browserEngines] as const
    expect(ages.map((engine) => preflightMaxAge(answer, engine))).toEqual([604_800, 7200, 86_400, 600])
  })
})

describe('cookies, as web-platform-tests read the standard', () => {
  it.each(cookieRows.map((row) => [`${row.file}: ${row.test} (${row.setCookie})`, row] as const))(
    '%s',
    (_, { isSent, setCookie, setting, later }) => {
      const stored = storeCookie(setCookie, { ...setting, siteOf })
      const sending = stored.stored && sendCookie(stored.cookie, { ...setting, ...later, siteOf })
      expect(sending !== false && sending.sent).toBe(isSent)
    },
  )

  it('count a host with a trailing dot as another site than the same host without', () => {
    const dotted: SiteOf = (host) => (host.endsWith('.') ? `${siteOf(host.slice(0, -1))}.` : siteOf(host))
    expect(relate('https://web-platform.test', 'https://web-platform.test.', dotted).sameSite).toBe(false)
  })
})
