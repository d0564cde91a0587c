import type { FetchRequest } from '../../src/index.ts'
import { forPage, open, type Row, remote, rowsOf } from './row.ts'

const url = `${remote}/x`
const get = (name: string, value: string): Partial<FetchRequest> => ({ url, headers: [[name, value]] })
const asked = { allowed: true, sent: ['OPTIONS /x?', 'GET /x'] } as const
const notAsked = { allowed: true, sent: ['GET /x'] } as const

const methods = ['DELETE', 'PUT', 'PATCH', 'NEW'].flatMap((method) => [
  [
    `CORS [${method}], server allows`,
    { url, method },
    [`200 | ${open} | Access-Control-Allow-Methods: ${method}`, `200 | ${open}`],
    { allowed: true, sent: ['OPTIONS /x?', `${method} /x`] },
  ] as const,
  [`CORS [${method}], server refuses`, { url, method }, [`200 | ${open}`], false] as const,
])
const several = ['x-test-header1', 'X-test-header3', 'x-test-header-D', 'x-test-header-a', 'Content-Type']
const severalHeaders = several.map((name) => [name, 'allowedOrRefused'] as const)
const names = several.map((name) => name.toLowerCase()).sort()
const safe = [
  ['Accept', '*'],
  ['Accept-Language', 'bzh'],
  ['Content-Language', 'eu'],
] as const
const preflight = rowsOf(
  'fetch/api/cors/cors-preflight.any.js',
  ...methods,
  [
    'CORS [GET] [x-test-header: allowed], server allows',
    get('x-test-header1', 'allowed'),
    [`200 | ${open} | Access-Control-Allow-Headers: x-test-header1`, `200 | ${open}`],
    asked,
  ],
  [
    'CORS [GET] [x-test-header: refused], server refuses',
    get('x-test-header1', 'refused'),
    [`200 | ${open}`],
    false,
  ],
  [
    'CORS [GET] [several headers], server allows',
    { url, headers: [...severalHeaders, ...safe] },
    [`200 | ${open} | Access-Control-Allow-Headers: ${names.join(', ')}`, `200 | ${open}`],
    asked,
  ],
  [
    'CORS [GET] [several headers], server refuses',
    { url, headers: severalHeaders },
    [`200 | ${open}`],
    false,
  ],
  [
    'CORS [PUT] [only safe headers], server allows',
    { url, method: 'PUT', headers: safe },
    [`200 | ${open} | Access-Control-Allow-Methods: PUT`, `200 | ${open}`],
    { allowed: true, sent: ['OPTIONS /x?', 'PUT /x'] },
  ],
)

const status = rowsOf(
  'fetch/api/cors/cors-preflight-status.any.js',
  ...[200, 201, 204, 206, 300, 301, 304, 307, 400, 401, 403, 404, 405, 501, 503].map(
    (code) =>
      [
        `Preflight answered with status ${code}`,
        get('x-force-preflight', ''),
        [`${code} | ${open} | Access-Control-Allow-Headers: x-force-preflight`, `200 | ${open}`],
        code < 300,
      ] as const,
  ),
)

const validation = rowsOf(
  'fetch/api/cors/cors-preflight-response-validation.any.js',
  [
    'Preflight response with bad Allow-Access-Control-Headers',
    get('x-force-preflight', ''),
    [`200 | ${open} | Access-Control-Allow-Headers: x-force-preflight, header name with space`],
    false,
  ],
  [
    'Preflight response with bad Allow-Access-Control-Methods',
    get('x-force-preflight', ''),
    [
      `200 | ${open} | Access-Control-Allow-Headers: x-force-preflight | Access-Control-Allow-Methods: Bad method name`,
    ],
    false,
  ],
)

function wildcard(
  allowed: boolean,
  withCredentials: boolean,
  [allowMethod, allowHeader]: readonly [string, string],
  method: string,
  header: string,
) {
  const head = withCredentials ? forPage : open
  return [
    `CORS that ${allowed ? 'succeeds' : 'fails'} with credentials: ${withCredentials}; method: ${method} (allowed: ${allowMethod}); header: ${header === '' ? '' : `${header},1`} (allowed: ${allowHeader})`,
    {
      url,
      method,
      headers: header === '' ? [] : [[header, '1'] as const],
      credentials: withCredentials ? ('include' as const) : ('same-origin' as const),
    },
    [
      `200 | ${head} | Access-Control-Allow-Methods: ${allowMethod} | Access-Control-Allow-Headers: ${allowHeader}`,
      `200 | ${head}`,
    ],
    allowed,
  ] as const
}
const star = rowsOf(
  'fetch/api/cors/cors-preflight-star.any.js',
  wildcard(true, false, ['get', 'x-test'], 'GET', 'X-Test'),
  wildcard(true, false, ['*', 'x-test'], 'SUPER', 'X-Test'),
  wildcard(true, false, ['*', '*'], 'OK', 'X-Test'),
  wildcard(false, true, ['*', '*'], 'OK', 'X-Test'),
  wildcard(false, true, ['*', ''], 'PUT', ''),
  wildcard(true, true, ['PUT', '*'], 'PUT', ''),
  wildcard(false, true, ['get', '*'], 'GET', 'X-Test'),
  wildcard(false, true, ['*', '*'], 'GET', 'X-Test'),
  wildcard(true, true, ['*', '*'], '*', '*'),
  wildcard(false, true, ['put', '*'], 'PUT', ''),
)

/** The page sends the header with a POST; a server that allows nothing shows whether it was asked first. */
const safelist = (name: string, value: string, isAsked = false) =>
  [
    `${isAsked ? 'Preflight' : 'No preflight'} for ${JSON.stringify({ [name]: value })}`,
    { url, method: 'POST', headers: [[name, value] as const], body: { type: null } },
    [`200 | ${open}`],
    isAsked ? { allowed: false, sent: ['OPTIONS /x?'] } : { allowed: true, sent: ['POST /x'] },
  ] as const
const safelisting = rowsOf(
  'cors/cors-safelisted-request-header.any.js',
  ...(
    [
      ['text /plain', true],
      ['text/plain;', false],
      ['text/plain;garbage', false],
      ['text/plain;garbage\u0001\u0002', true],
      ['text/plain,', true],
      [',text/plain', true],
      ['text/plain,text/plain', true],
      ['text/plain,x/x', true],
      ['text/plain\u000b', true],
      ['application/www-form-urlencoded', true],
      ['application/x-www-form-urlencoded;\u007f', true],
      ['multipart/form-data', false],
      ['multipart/form-data;"', true],
    ] as const
  ).map(([value, isAsked]) => safelist('content-type', value, isAsked)),
  ...(
    [
      ['100-200', true],
      ['MB=100-200', true],
      ['bytes=100-200', false],
      ['bytes =100-200', true],
      ['bytes=  100-200', true],
      ['bytes=100 -200', true],
      ['bytes=100-200hello', true],
      ['bytes=100-200,300-400', true],
      ['bytes=-200', true],
      ['bytes=200-', false],
      ['bytes=200-100', true],
      ['bytes 100-200', true],
      [',bytes=100-200', true],
    ] as const
  ).map(([value, isAsked]) => safelist('range', value, isAsked)),
)

const simple = rowsOf(
  'fetch/api/cors/cors-no-preflight.any.js',
  ['Cross domain [GET]', { url }, [`200 | ${open}`], notAsked],
  ['Cross domain [HEAD]', { url, method: 'HEAD' }, [`200 | ${open}`], { allowed: true, sent: ['HEAD /x'] }],
  ['Cross domain [POST]', { url, method: 'POST' }, [`200 | ${open}`], { allowed: true, sent: ['POST /x'] }],
  ['Cross domain [GET] [Accept: */*]', get('Accept', '*/*'), [`200 | ${open}`], notAsked],
  [
    'Cross domain [GET] [Content-Type: application/x-www-form-urlencoded]',
    get('Content-Type', 'application/x-www-form-urlencoded'),
    [`200 | ${open}`],
    notAsked,
  ],
  [
    'Cross domain [GET] [Content-Type: text/plain;charset=utf-8]',
    get('Content-Type', 'text/plain;charset=utf-8'),
    [`200 | ${open}`],
    notAsked,
  ],
)

/** Rows about preflights and what goes without one. */
export const preflightRows: readonly Row[] = [
  ...preflight,
  ...status,
  ...validation,
  ...star,
  ...safelisting,
  ...simple,
]
