import type { Answer, FetchRequest } from '../../src/index.ts'
import { answer, open, page, remote } from './row.ts'

/** One call in a sequence that shares what the browser remembers of preflights. */
export interface Call {
  /** The time, in seconds since the first. */
  readonly at: number
  readonly request: FetchRequest
  /** Of the preflight, if there is one, and of the request. */
  readonly answers: readonly [preflight: Answer, request: Answer]
  readonly asks: boolean
}

/** One test of web-platform-tests about remembered preflights. */
export interface CacheRow {
  readonly file: string
  readonly test: string
  readonly calls: readonly Call[]
}

const header = (name: string): Partial<FetchRequest> => ({ headers: [[name, 'x']] })
const any = `200 | ${open}`
const listing = (maxAge: string | null): string =>
  [any, 'Access-Control-Allow-Methods: GET, PUT, DELETE', 'Access-Control-Allow-Headers: x-print, x-print-']
    .concat(maxAge === null ? [] : [`Access-Control-Max-Age: ${maxAge}`])
    .join(' | ')

const call = (
  at: number,
  request: Partial<FetchRequest>,
  preflight: string,
  asks: boolean,
  path = '/x',
): Call => ({
  at,
  request: { url: `${remote}${path}`, origin: page, ...request },
  answers: [answer(preflight), answer(any)],
  asks,
})

const put = { method: 'PUT' }
const print = header('x-print')
const one = 'cors/preflight-cache.htm'
const two = 'fetch/api/cors/cors-preflight-cache.any.js'

/** Rows about what a browser remembers of a preflight (Fetch §4.9). */
export const cacheRows: readonly CacheRow[] = [
  { file: one, test: 'Test preflight', calls: [call(0, print, listing('0'), true)] },
  {
    file: one,
    test: 'preflight for x-print should be cached',
    calls: [call(0, print, listing('60'), true), call(1, print, listing('60'), false)],
  },
  {
    file: one,
    test: 'age = 0, should not be cached',
    calls: [call(0, print, listing('0'), true), call(0, print, listing('0'), true)],
  },
  {
    file: one,
    test: 'age = -1, should not be cached',
    calls: [call(0, print, listing('-1'), true), call(0, print, listing('-1'), true)],
  },
  {
    file: one,
    test: 'preflight first request, second from cache, wait, third should preflight again',
    calls: [
      call(0, print, listing('1'), true),
      call(0.5, print, listing('1'), false),
      call(2, print, listing('1'), true),
    ],
  },
  {
    file: two,
    test: 'CORS preflight cache: without max-age, five seconds',
    calls: [
      call(0, put, listing(null), true),
      call(4, put, listing(null), false),
      call(6, put, listing(null), true),
    ],
  },
  {
    file: two,
    test: 'CORS preflight cache: another method of the same answer',
    calls: [call(0, put, listing('60'), true), call(1, { method: 'DELETE' }, listing('60'), false)],
  },
  {
    file: two,
    test: 'CORS preflight cache: a header that was not asked for',
    calls: [call(0, put, listing('60'), true), call(1, { ...put, ...header('x-other') }, any, true)],
  },
  {
    file: two,
    test: 'CORS preflight cache: another URL',
    calls: [call(0, put, listing('60'), true), call(1, put, listing('60'), true, '/y')],
  },
  {
    file: two,
    test: 'CORS preflight cache: another origin of the page',
    calls: [
      call(0, put, listing('60'), true),
      call(1, { ...put, origin: 'http://not-web-platform.test:8000' }, listing('60'), true),
    ],
  },
  {
    file: two,
    test: 'CORS preflight cache: with credentials after an answer without',
    calls: [
      call(0, put, listing('60'), true),
      call(1, { ...put, credentials: 'include' }, listing('60'), true),
    ],
  },
  {
    file: two,
    test: 'CORS preflight cache: a star for every method and header',
    calls: [
      call(0, put, `${any} | Access-Control-Allow-Methods: * | Access-Control-Max-Age: 60`, true),
      call(1, { method: 'PATCH' }, any, false),
    ],
  },
]
