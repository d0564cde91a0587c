import { describe, expect, it } from 'vitest'
import { judgeCase, missingOf, readPasted, withOrigin, withUrl } from '../src/index.ts'

const api = 'https://api.example.com/users'
const app = 'https://app.example.com'
const access = (why: string): string =>
  `index.html:1 Access to fetch at '${api}' from origin '${app}' has been blocked by CORS policy: ${why}`
const preflight = "Response to preflight request doesn't pass access control check: "
const firefox = (why: string, status = ''): string =>
  `Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${api}. (Reason: ${why}).${status}`

interface Pasted {
  readonly name: string
  readonly text: string
  /** Null where an answer has to be asked for first. */
  readonly cause: string | null
  readonly side?: string
  /** Describes what has to be asked for; the test answers. */
  readonly missing?: readonly string[]
  /** Words that explanation and fix have to have. */
  readonly says?: RegExp
}

const pasted: readonly Pasted[] = [
  {
    name: 'what curl shows of a preflight',
    text: `$ curl -i -X OPTIONS ${api} -H "Origin: ${app}" -H "Access-Control-Request-Method: PUT"\nHTTP/2 405\nserver: nginx/1.25.3\nallow: GET, PUT\n`,
    cause: 'preflight-not-handled',
    side: 'server',
    says: /OPTIONS/,
  },
  {
    name: 'a resource that Opaque Response Blocking kept back',
    text: `GET ${api} net::ERR_BLOCKED_BY_ORB`,
    cause: 'opaque-response-blocked',
    side: 'client',
    says: /login page/,
  },
  {
    name: 'a resource that an embedder policy kept back',
    text: `GET ${api} net::ERR_BLOCKED_BY_RESPONSE.NotSameOriginAfterDefaultedToSameOriginByCoep 200 (OK)`,
    cause: 'resource-policy',
    says: /Embedder-Policy/,
  },
  {
    name: 'a resource that a resource policy kept back',
    text: `GET ${api} net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin 200 (OK)`,
    cause: 'resource-policy',
    says: /Helmet/,
  },
  {
    name: "Chromium's commonest message",
    text: access("No 'Access-Control-Allow-Origin' header is present on the requested resource."),
    cause: 'allow-origin-missing',
    side: 'server',
  },
  {
    name: 'the same with the advice of older versions, and a status beside it',
    text: `${access("No 'Access-Control-Allow-Origin' header is present on the requested resource. If an opaque response serves your needs, set the request's mode to 'no-cors' to fetch the resource with CORS disabled.")}\nGET ${api} net::ERR_FAILED 502 (Bad Gateway)`,
    cause: 'gateway-error',
    side: 'gateway',
  },
  {
    name: 'a preflight without the header, of XMLHttpRequest',
    text: access(
      `${preflight}No 'Access-Control-Allow-Origin' header is present on the requested resource.`,
    ).replace('fetch at', 'XMLHttpRequest at'),
    cause: 'allow-origin-missing',
    says: /preflight failed/,
  },
  {
    name: 'a trailing slash',
    text: access(
      `The 'Access-Control-Allow-Origin' header has a value '${app}/' that is not equal to the supplied origin. Have the server send the header with a valid value.`,
    ),
    cause: 'allow-origin-trailing-slash',
    says: /Remove the trailing slash/,
  },
  {
    name: 'another port',
    text: "Access to fetch at 'http://localhost:4000/x' from origin 'http://localhost:5173' has been blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value 'http://localhost:3000' that is not equal to the supplied origin.",
    cause: 'allow-origin-other-port',
  },
  {
    name: 'an invalid value',
    text: access("The 'Access-Control-Allow-Origin' header contains the invalid value 'app.example.com'."),
    cause: 'allow-origin-not-an-origin',
  },
  {
    name: 'two values',
    text: access(
      `The 'Access-Control-Allow-Origin' header contains multiple values '*, ${app}', but only one is allowed.`,
    ),
    cause: 'allow-origin-multiple',
  },
  {
    name: 'the wildcard',
    text: access(
      "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'. The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute.",
    ),
    cause: 'allow-origin-wildcard-with-credentials',
  },
  {
    name: 'credentials',
    text: access(
      "The value of the 'Access-Control-Allow-Credentials' header in the response is '' which must be 'true' when the request's credentials mode is 'include'.",
    ),
    cause: 'allow-credentials-missing',
  },
  {
    name: 'a preflight with a bad status',
    text: access(`${preflight}It does not have HTTP ok status.`),
    cause: 'preflight-not-handled',
  },
  {
    name: 'a redirected preflight',
    text: access(`${preflight}Redirect is not allowed for a preflight request.`),
    cause: 'preflight-redirect',
  },
  {
    name: 'a method',
    text: access('Method PATCH is not allowed by Access-Control-Allow-Methods in preflight response.'),
    cause: 'method-not-allowed',
    says: /`PATCH`/,
  },
  {
    name: 'a header',
    text: access(
      'Request header field authorization is not allowed by Access-Control-Allow-Headers in preflight response.',
    ),
    cause: 'header-not-allowed',
    says: /Access-Control-Allow-Headers: authorization/,
  },
  {
    name: 'an answer header sent as a request header',
    text: access(
      'Request header field access-control-allow-origin is not allowed by Access-Control-Allow-Headers in preflight response.',
    ),
    cause: 'response-header-sent-as-request-header',
    side: 'client',
    says: /Remove `access-control-allow-origin`/,
  },
  {
    name: 'a tracing header',
    text: access(
      'Request header field traceparent is not allowed by Access-Control-Allow-Headers in preflight response.',
    ),
    cause: 'header-not-allowed',
    side: 'client',
    says: /tracing library/,
  },
  {
    name: 'a page that was opened as a file',
    text: "Access to fetch at 'https://api.example.com/x' from origin 'null' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
    cause: 'allow-origin-missing',
    side: 'client',
    says: /Do not allow `null`/,
  },
  {
    name: 'a redirect on the way',
    text: `Access to fetch at 'https://other.example.net/x' (redirected from '${api}') from origin '${app}' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.`,
    cause: 'allow-origin-missing',
    says: /call the final URL directly/,
  },
  {
    name: "Firefox's commonest message",
    text: firefox('CORS header ‘Access-Control-Allow-Origin’ missing', ' Status code: 200.'),
    missing: ['origin'],
    cause: 'allow-origin-missing',
  },
  {
    name: "Firefox's mismatch",
    text: firefox(`CORS header ‘Access-Control-Allow-Origin’ does not match ‘${app}/’`),
    missing: ['origin'],
    cause: 'allow-origin-trailing-slash',
  },
  {
    name: "Firefox's wildcard",
    text: firefox('Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’'),
    missing: ['origin'],
    cause: 'allow-origin-wildcard-with-credentials',
  },
  {
    name: "Firefox's preflight",
    text: firefox('CORS preflight response did not succeed', ' Status code: 401.'),
    missing: ['origin'],
    cause: 'preflight-needs-authentication',
  },
  {
    name: "Firefox's header",
    text: firefox(
      'header ‘x-api-key’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response',
    ),
    missing: ['origin'],
    cause: 'header-not-allowed',
  },
  {
    name: 'Firefox without an answer',
    text: firefox('CORS request did not succeed', ' Status code: (null).'),
    missing: ['origin'],
    cause: 'server-unreachable',
  },
  {
    name: "Safari's commonest message",
    text: `[Error] Origin ${app} is not allowed by Access-Control-Allow-Origin. Status code: 200\n[Error] Fetch API cannot load ${api} due to access control checks.`,
    cause: 'allow-origin-missing',
  },
  {
    name: "Safari's preflight",
    text: `[Error] Preflight response is not successful. Status code: 403\n[Error] Fetch API cannot load ${api} due to access control checks.`,
    missing: ['origin'],
    cause: 'preflight-refused',
  },
  {
    name: 'mixed content',
    text: "Mixed Content: The page at 'https://app.example.com/' was loaded over HTTPS, but requested an insecure resource 'http://api.example.com/users'. This request has been blocked; the content must be served over HTTPS.",
    cause: 'mixed-content',
    side: 'client',
  },
  {
    name: 'a Content Security Policy',
    text: `Refused to connect to '${api}' because it violates the following Content Security Policy directive: "connect-src 'self'".`,
    cause: 'content-security-policy',
    side: 'client',
    says: /Add `https:\/\/api\.example\.com` to `connect-src`/,
  },
  {
    name: 'Local Network Access',
    text: "Access to fetch at 'http://192.168.1.5/' from origin 'https://app.example.com' has been blocked by CORS policy: Permission was denied for this request to access the `local` address space.",
    cause: 'local-network-access',
  },
  {
    name: 'a connection that was refused',
    text: 'POST http://localhost:4000/login net::ERR_CONNECTION_REFUSED',
    missing: ['origin'],
    cause: 'server-unreachable',
  },
  {
    name: 'an extension',
    text: 'GET https://api.example.com/analytics net::ERR_BLOCKED_BY_CLIENT',
    cause: 'blocked-by-extension',
    side: 'client',
  },
  {
    name: 'a cookie that Firefox dropped',
    text: 'Cookie “session” has been rejected because it is in a cross-site context and its “SameSite” is “Lax” or “Strict”.',
    cause: 'cookie-dropped',
    says: /SameSite=None; Secure; Partitioned/,
  },
  {
    name: 'a sentence that says nothing',
    text: 'Uncaught (in promise) TypeError: Failed to fetch',
    missing: ['url', 'origin', 'answer'],
    cause: null,
  },
  {
    name: 'a curl command, copied from a browser',
    text: `curl '${api}' \\\n  -X 'PUT' \\\n  -H 'accept: */*' \\\n  -H 'origin: ${app}' \\\n  -H 'cookie: a=b' \\\n  -H 'user-agent: Mozilla/5.0' \\\n  -H 'sec-fetch-mode: cors' \\\n  -H 'x-thing: 1' \\\n  --data-raw '{"a":1}'`,
    missing: ['answer'],
    cause: null,
  },
  {
    name: 'Copy as fetch',
    text: `fetch("${api}", {\n  "headers": { "x-thing": "1" },\n  "referrer": "${app}/page",\n  "body": null,\n  "method": "GET",\n  "mode": "cors",\n  "credentials": "include"\n});`,
    missing: ['answer'],
    cause: null,
  },
  {
    name: 'a block of headers of the Network panel',
    text: `Request URL: ${api}\nRequest Method: GET\nStatus Code: 200 OK\nResponse Headers\naccess-control-allow-origin: ${app}/\ncontent-type: application/json\nRequest Headers\n:authority: api.example.com\norigin: ${app}`,
    cause: 'allow-origin-trailing-slash',
  },
  {
    name: 'an exchange as HTTP writes it, preflight included',
    text: `OPTIONS /users HTTP/1.1\nHost: api.example.com\nOrigin: ${app}\nAccess-Control-Request-Method: DELETE\n\nHTTP/1.1 204 No Content\nAccess-Control-Allow-Origin: ${app}\nAccess-Control-Allow-Methods: GET, POST`,
    cause: 'method-not-allowed',
  },
  {
    name: 'the output of curl -v',
    text: `> GET /users HTTP/2\n> Host: api.example.com\n> Origin: ${app}\n>\n< HTTP/2 200\n< access-control-allow-orgin: *\n< date: Mon, 01 Jan 2024 00:00:00 GMT`,
    cause: 'misspelt-header',
  },
  {
    name: 'a HAR',
    text: JSON.stringify({
      log: {
        entries: [
          {
            request: { method: 'GET', url: `${app}/`, headers: [] },
            response: { status: 200, headers: [] },
          },
          {
            request: {
              method: 'GET',
              url: api,
              headers: [
                { name: 'Origin', value: app },
                { name: 'Cookie', value: 'a=b' },
              ],
            },
            response: {
              status: 200,
              statusText: 'OK',
              headers: [{ name: 'Access-Control-Allow-Origin', value: '*' }],
            },
          },
        ],
      },
    }),
    cause: 'allow-origin-wildcard-with-credentials',
  },
  {
    name: 'a URL and an origin',
    text: `${api} from ${app}/dashboard`,
    missing: ['answer'],
    cause: null,
  },
]

describe('what people paste', () => {
  it.each(pasted)('is understood: $name', ({ text, cause, missing = [], side, says }) => {
    const found = readPasted(text)
    if (found === null) throw new Error('Not understood.')
    expect(missingOf(found)).toEqual(missing)
    const withPage =
      found.origin === null && found.finding === null ? withOrigin(found, `${app}/page`) : found
    const complete =
      withPage === null || withPage.url !== null || withPage.finding !== null
        ? withPage
        : withUrl(withPage, api)
    const judgement = complete === null ? null : judgeCase(complete)
    expect(judgement?.diagnosis.cause ?? null).toBe(cause)
    const { fix = null, explanation = '' } = judgement?.diagnosis ?? {}
    if (side !== undefined) expect(fix?.side).toBe(side)
    if (says !== undefined)
      expect(`${explanation}\n${[fix?.text, ...(fix?.lines ?? [])].join('\n')}`).toMatch(says)
  })

  it('takes from a copied request what the page asked for, and leaves out what the browser added', () => {
    const curl = pasted.find(({ name }) => name.startsWith('a curl'))?.text ?? ''
    expect(readPasted(curl)).toMatchObject({
      url: api,
      origin: app,
      method: 'PUT',
      credentials: 'include',
      hasBody: true,
      headers: [
        ['accept', '*/*'],
        ['x-thing', '1'],
      ],
    })
    const script = pasted.find(({ name }) => name === 'Copy as fetch')?.text ?? ''
    expect(readPasted(script)).toMatchObject({
      url: api,
      origin: app,
      credentials: 'include',
      headers: [['x-thing', '1']],
    })
  })

  it('reads calls that people write themselves', () => {
    const code =
      'await axios.post(`https://api.example.com/users`, { name: user.name }, { withCredentials: true, headers: { Authorization: `Bearer x` } })'
    expect(readPasted(code)).toMatchObject({
      url: api,
      method: 'POST',
      credentials: 'include',
      hasBody: true,
    })
    expect(readPasted(code)?.headers.map(([name]) => name)).toEqual(['Authorization', 'Content-Type'])
    const call =
      "fetch('https://api.example.com/users', { method: 'DELETE', credentials: 'include', body: JSON.stringify({ a: [1, ')'] }) })"
    expect(readPasted(call)).toMatchObject({ method: 'DELETE', credentials: 'include', hasBody: true })
  })

  it('makes nothing of a text that is none of these', () => {
    for (const text of ['', 'hello', '{}', '<html></html>', 'not: a header that says anything'])
      expect(readPasted(text), text).toBeNull()
  })
})
