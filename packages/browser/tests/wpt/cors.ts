import type { FetchRequest } from '../../src/index.ts'
import { encrypted, forPage, open, otherPort, page, type Row, remote, rowsOf } from './row.ts'

const at = (url: string, more: Partial<FetchRequest> = {}): Partial<FetchRequest> => ({
  url: `${url}/x`,
  ...more,
})
const places = [
  ['Same domain different port', otherPort],
  ['Same domain different protocol different port', encrypted],
  ['Cross domain basic usage', remote],
  ['Cross domain different port', 'http://www1.web-platform.test:8001'],
  ['Cross domain different protocol', 'https://www1.web-platform.test:8443'],
] as const

const basic = rowsOf(
  'fetch/api/cors/cors-basic.any.js',
  ...places.flatMap(
    ([name, url]) =>
      [
        [`${name} [no-cors mode]`, at(url, { mode: 'no-cors' }), ['200'], { allowed: true, type: 'opaque' }],
        [`${name} [server forbid CORS]`, at(url), ['200'], false],
        [`${name} [cors mode]`, at(url), [`200 | ${open}`], { allowed: true, type: 'cors' }],
      ] as const,
  ),
)

const allows = (origin: string): string =>
  `200 | Access-Control-Allow-Origin: ${origin} | Access-Control-Allow-Methods: PUT`
const origin = rowsOf(
  'fetch/api/cors/cors-origin.any.js',
  ['Cross domain different subdomain [origin OK]', at(remote), [allows(page)], true],
  ['Cross domain different subdomain [origin KO]', at(remote), [allows(remote)], false],
  ['Same domain different port [origin KO]', at(otherPort), [allows(otherPort)], false],
  ['Same domain different protocol different port [origin OK]', at(encrypted), [allows(page)], true],
  ['Cross domain [POST] [origin OK]', at(remote, { method: 'POST' }), [allows(page)], true],
  ['Cross domain [POST] [origin KO]', at(remote, { method: 'POST' }), [allows(remote)], false],
  ['Cross domain [HEAD] [origin KO]', at(remote, { method: 'HEAD' }), [allows(remote)], false],
  ['CORS preflight [PUT] [origin OK]', at(remote, { method: 'PUT' }), [allows(page), allows(page)], true],
  ['CORS preflight [PUT] [origin KO]', at(remote, { method: 'PUT' }), [allows(remote)], false],
  ['Allowed origin: "" [origin KO]', at(remote), [allows('')], false],
)

const values = rowsOf(
  'cors/origin.htm',
  ...[' *  ', '\t*', page, ` ${page}   \t `].map(
    (value) =>
      [
        `Allow origin: ${value.replace(/\t/g, '[tab]').replace(/ /g, '_')}`,
        at(remote),
        [`200 | Access-Control-Allow-Origin: ${value}`],
        true,
      ] as const,
  ),
  ...[
    'http://www1.web-platform.test:8000',
    '//web-platform.test:8000',
    'http:/web-platform.test:8000',
    'web-platform.test:8000',
    `${page}?`,
    `${page}/`,
    `${page} /`,
    `${page}#`,
    `${page}, *`,
    page.toUpperCase(),
    'HTTP://web-platform.test:8000',
    '-',
    '**',
    "'*'",
    '"*"',
    '* *',
    '* null',
    `*, ${page}`,
    `null ${page}`,
    'null',
    '',
    'http://*.test:8000',
  ].map(
    (value) =>
      [
        `Disallow origin: ${value}`,
        at(remote),
        [`200 | Access-Control-Allow-Origin: ${value}`],
        false,
      ] as const,
  ),
  ...[
    ['*', '*'],
    ['*', page],
    [page, page],
  ].map(
    ([one, two]) =>
      [
        `Disallow multiple headers (${one}, ${two})`,
        at(remote),
        [`200 | Access-Control-Allow-Origin: ${one} | Access-Control-Allow-Origin: ${two}`],
        false,
      ] as const,
  ),
)

const filtered = (name: string, value: string, isRead: boolean, exposes = '') =>
  [
    `CORS filter on ${name} header${exposes === '' ? '' : ', header is exposed'}`,
    at(remote),
    [`200 | ${open} | ${name}: ${value}${exposes}`],
    { allowed: true, type: 'cors', reads: { [name.toLowerCase()]: isRead ? value : null } },
  ] as const
const filtering = rowsOf(
  'fetch/api/cors/cors-filtering.sub.any.js',
  filtered('Cache-Control', 'no-cache', true),
  filtered('Content-Language', 'fr', true),
  filtered('Content-Type', 'text/html', true),
  filtered('Expires', '04 May 1988 22:22:22 GMT', true),
  filtered('Last-Modified', '04 May 1988 22:22:22 GMT', true),
  filtered('Pragma', 'no-cache', true),
  filtered('Age', '27', false),
  filtered('Server', 'wptServe', false),
  filtered('Warning', 'Mind the gap', false),
  filtered('Set-Cookie', 'name=value', false),
  filtered('Age', '27', true, ' | Access-Control-Expose-Headers: Age'),
  filtered('Server', 'wptServe', true, ' | Access-Control-Expose-Headers: Server'),
  filtered('Set-Cookie', 'name=value', false, ' | Access-Control-Expose-Headers: Set-Cookie'),
  filtered('Set-Cookie2', 'name=value', false, ' | Access-Control-Expose-Headers: Set-Cookie2'),
)

const exposed =
  'Access-Control-Expose-Headers: * | Test: X | Set-Cookie: X | *: whoa | Content-Type: text/plain'
const star = rowsOf(
  'fetch/api/cors/cors-expose-star.sub.any.js',
  [
    'Basic Access-Control-Expose-Headers: * support',
    at(otherPort),
    [`200 | ${open} | ${exposed}`],
    { allowed: true, reads: { test: 'X', 'set-cookie': null, '*': 'whoa' } },
  ],
  [
    '* for credentialed fetches only matches literally',
    at(otherPort, { credentials: 'include' }),
    [`200 | ${forPage} | ${exposed}`],
    { allowed: true, reads: { 'content-type': 'text/plain', test: null, 'set-cookie': null, '*': 'whoa' } },
  ],
  [
    '* can be one of several values',
    at(otherPort),
    [`200 | ${open} | ${exposed} | Access-Control-Expose-Headers: set-cookie`],
    { allowed: true, reads: { test: 'X', 'set-cookie': null } },
  ],
)

const readable = rowsOf(
  'cors/response-headers.htm',
  [
    'getResponseHeader: Expose Access-Control-Expose-Headers (x-custom-header-comma)',
    at(remote),
    [`200 | ${open} | X-Custom: 1 | X-Custom: 2 | Access-Control-Expose-Headers: x-other, x-custom`],
    { allowed: true, reads: { 'x-custom': '1, 2' } },
  ],
  [
    "getResponse: don't expose x-nonexposed",
    at(remote),
    [`200 | ${open} | X-Nonexposed: 1 | Access-Control-Expose-Headers: x-custom`],
    { allowed: true, reads: { 'x-nonexposed': null } },
  ],
)

/** Rows about the CORS check and the headers that a page reads. */
export const corsRows: readonly Row[] = [...basic, ...origin, ...values, ...filtering, ...star, ...readable]
