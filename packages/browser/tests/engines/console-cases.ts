import type { FetchRequest } from '../../src/index.ts'

/** One exchange about which a browser writes to its console. `{page}` and `{api}` stand for the two origins. */
export interface ConsoleCase {
  readonly name: string
  readonly request: Partial<FetchRequest>
  /** Status and header lines for each request that reaches the server, in order. */
  readonly answers: readonly (readonly string[])[]
}

const origin = 'Access-Control-Allow-Origin: {page}'
const credentials = 'Access-Control-Allow-Credentials: true'
const ok = '200 OK'
const put = { method: 'PUT' }
const include = { credentials: 'include' } as const
const allowed = [ok, origin, 'Access-Control-Allow-Methods: PUT']

export const consoleCases: readonly ConsoleCase[] = [
  { name: 'no header', request: {}, answers: [[ok]] },
  { name: 'an error without the header', request: {}, answers: [['500 Oops']] },
  { name: 'two lines', request: {}, answers: [[ok, origin, origin]] },
  {
    name: 'two values',
    request: {},
    answers: [[ok, 'Access-Control-Allow-Origin: {page}, http://b.example']],
  },
  {
    name: 'two values with a space',
    request: {},
    answers: [[ok, 'Access-Control-Allow-Origin: {page} http://b.example']],
  },
  { name: 'a trailing comma', request: {}, answers: [[ok, 'Access-Control-Allow-Origin: {page},']] },
  { name: 'another origin', request: {}, answers: [[ok, 'Access-Control-Allow-Origin: http://b.example']] },
  { name: 'a trailing slash', request: {}, answers: [[ok, 'Access-Control-Allow-Origin: {page}/']] },
  { name: 'a path', request: {}, answers: [[ok, 'Access-Control-Allow-Origin: http://b.example/x/y']] },
  { name: 'letter case', request: {}, answers: [[ok, 'Access-Control-Allow-Origin: HTTP://B.example']] },
  { name: 'no scheme', request: {}, answers: [[ok, 'Access-Control-Allow-Origin: b.example']] },
  {
    name: 'no scheme, with a port',
    request: {},
    answers: [[ok, 'Access-Control-Allow-Origin: localhost:3000']],
  },
  { name: 'a pattern', request: {}, answers: [[ok, 'Access-Control-Allow-Origin: http://*.b.example']] },
  { name: 'null', request: {}, answers: [[ok, 'Access-Control-Allow-Origin: null']] },
  { name: 'an empty value', request: {}, answers: [[ok, 'Access-Control-Allow-Origin:']] },
  { name: 'quotes', request: {}, answers: [[ok, 'Access-Control-Allow-Origin: "{page}"']] },
  { name: 'an address in brackets', request: {}, answers: [[ok, 'Access-Control-Allow-Origin: <{page}>']] },
  { name: 'true', request: {}, answers: [[ok, 'Access-Control-Allow-Origin: true']] },
  {
    name: 'a default port',
    request: {},
    answers: [[ok, 'Access-Control-Allow-Origin: http://b.example:80']],
  },
  {
    name: '* with credentials',
    request: include,
    answers: [[ok, 'Access-Control-Allow-Origin: *', credentials]],
  },
  { name: 'no credentials', request: include, answers: [[ok, origin]] },
  { name: 'True', request: include, answers: [[ok, origin, 'Access-Control-Allow-Credentials: True']] },
  { name: 'two true', request: include, answers: [[ok, origin, credentials, credentials]] },
  { name: 'a preflight without the header', request: put, answers: [[ok]] },
  { name: 'a preflight with status 404', request: put, answers: [['404 Not Found', origin]] },
  { name: 'a preflight with status 404 and no header', request: put, answers: [['404 Not Found']] },
  { name: 'a redirected preflight', request: put, answers: [['302 Found', origin, 'Location: /elsewhere']] },
  {
    name: 'a redirected preflight without the header',
    request: put,
    answers: [['302 Found', 'Location: /elsewhere']],
  },
  {
    name: 'a preflight with another origin',
    request: put,
    answers: [[ok, 'Access-Control-Allow-Origin: http://b.example']],
  },
  { name: 'a preflight with two values', request: put, answers: [[ok, origin, origin]] },
  {
    name: 'a preflight with an invalid value',
    request: put,
    answers: [[ok, 'Access-Control-Allow-Origin: b.example']],
  },
  {
    name: 'a preflight with * and credentials',
    request: { ...put, ...include },
    answers: [[ok, 'Access-Control-Allow-Origin: *', credentials]],
  },
  { name: 'a preflight without credentials', request: { ...put, ...include }, answers: [[ok, origin]] },
  { name: 'a method', request: put, answers: [[ok, origin]] },
  {
    name: 'a method behind * with credentials',
    request: { ...put, ...include },
    answers: [[ok, origin, credentials, 'Access-Control-Allow-Methods: *']],
  },
  { name: 'a header', request: { headers: [['X-Thing', '1']] }, answers: [[ok, origin]] },
  {
    name: 'a header behind * with credentials',
    request: { ...include, headers: [['X-Thing', '1']] },
    answers: [[ok, origin, credentials, 'Access-Control-Allow-Headers: *']],
  },
  {
    name: 'a list of methods that cannot be read',
    request: put,
    answers: [[ok, origin, 'Access-Control-Allow-Methods: PUT POST']],
  },
  {
    name: 'a list of headers that cannot be read',
    request: put,
    answers: [[ok, origin, 'Access-Control-Allow-Methods: PUT', 'Access-Control-Allow-Headers: a b']],
  },
  { name: 'no header after a good preflight', request: put, answers: [allowed, [ok]] },
  { name: 'a redirect without the header', request: {}, answers: [['302 Found', 'Location: /elsewhere']] },
  {
    name: 'a redirect to an answer without the header',
    request: {},
    answers: [['302 Found', origin, 'Location: /elsewhere'], [ok]],
  },
  {
    name: 'a redirect to a third origin',
    request: {},
    answers: [
      ['302 Found', origin, 'Location: {third}/elsewhere'],
      [ok, origin],
    ],
  },
  {
    name: 'a redirect with a password',
    request: {},
    answers: [['302 Found', origin, 'Location: http://u:p@localhost:1/x']],
  },
  {
    name: 'a redirect to data:',
    request: {},
    answers: [['302 Found', origin, 'Location: data:text/plain,x']],
  },
  {
    name: 'a redirect to another scheme',
    request: {},
    answers: [['302 Found', origin, 'Location: ftp://x.example/']],
  },
  { name: 'a redirect to no URL', request: {}, answers: [['302 Found', origin, 'Location: http://:x/']] },
  { name: 'a file URL', request: { url: 'file:///etc/hosts' }, answers: [] },
  { name: 'a foreign scheme', request: { url: 'foo://x/' }, answers: [] },
  { name: 'a URL without http', request: { url: 'localhost:4000/x' }, answers: [] },
  { name: 'same-origin mode', request: { mode: 'same-origin' }, answers: [] },
  { name: 'a connection that is closed', request: {}, answers: [] },
  { name: 'a preflight whose connection is closed', request: put, answers: [] },
]
