/** A text that somebody pastes, and the cause to which it must lead. */
export interface Pasted {
  readonly what: string
  readonly cause: string
  readonly text: string
  /** The answers to the doctor's questions, where the text leaves something open. */
  readonly url?: string
  readonly origin?: string
  readonly answer?: string
}

const chromium = (why: string, from = 'https://shop.example', to = 'https://api.shop.example/cart') =>
  `Access to fetch at '${to}' from origin '${from}' has been blocked by CORS policy: ${why}`

const firefox = (why: string, to = 'https://api.shop.example/cart') =>
  `Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${to}. (Reason: ${why}).`

const exchange = (request: readonly string[], answer: readonly string[]) =>
  [...request, '', ...answer].join('\n')

const get = ['GET /v1/orders HTTP/1.1', 'Host: api.shop.example', 'Origin: https://shop.example']

const har = (request: object, response: object) =>
  JSON.stringify({ log: { version: '1.2', entries: [{ request, response }] } })

const headers = (lines: Readonly<Record<string, string>>) =>
  Object.entries(lines).map(([name, value]) => ({ name, value }))

export const pasted: readonly Pasted[] = [
  {
    what: 'Chromium: no header',
    cause: 'allow-origin-missing',
    text: chromium("No 'Access-Control-Allow-Origin' header is present on the requested resource."),
  },
  {
    what: 'Chromium: the preflight has no header, with the line number of the console',
    cause: 'allow-origin-missing',
    text: `dashboard:1 ${chromium("Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource.")}`,
  },
  {
    what: 'Chromium: a star with credentials',
    cause: 'allow-origin-wildcard-with-credentials',
    text: chromium(
      "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.",
    ),
  },
  {
    what: 'Chromium: several values',
    cause: 'allow-origin-multiple',
    text: chromium(
      "The 'Access-Control-Allow-Origin' header contains multiple values '*, https://shop.example', but only one is allowed. Have the server send the header with a valid value.",
    ),
  },
  {
    what: 'Chromium: another port',
    cause: 'allow-origin-other-port',
    text: chromium(
      "The 'Access-Control-Allow-Origin' header has a value 'http://localhost:3000' that is not equal to the supplied origin. Have the server send the header with a valid value.",
      'http://localhost:5173',
      'http://localhost:4000/todos',
    ),
  },
  {
    what: 'Chromium: another scheme',
    cause: 'allow-origin-other-scheme',
    text: chromium(
      "The 'Access-Control-Allow-Origin' header has a value 'http://shop.example' that is not equal to the supplied origin. Have the server send the header with a valid value.",
    ),
  },
  {
    what: 'Chromium: a trailing slash',
    cause: 'allow-origin-trailing-slash',
    text: chromium(
      "The 'Access-Control-Allow-Origin' header has a value 'https://shop.example/' that is not equal to the supplied origin. Have the server send the header with a valid value.",
    ),
  },
  {
    what: 'Chromium: credentials not allowed',
    cause: 'allow-credentials-missing',
    text: chromium(
      "The value of the 'Access-Control-Allow-Credentials' header in the response is '' which must be 'true' when the request's credentials mode is 'include'.",
    ),
  },
  {
    what: 'Chromium: a method that is not listed',
    cause: 'method-not-allowed',
    text: chromium('Method PATCH is not allowed by Access-Control-Allow-Methods in preflight response.'),
  },
  {
    what: 'Chromium: a header that is not listed',
    cause: 'header-not-allowed',
    text: chromium(
      'Request header field x-tenant is not allowed by Access-Control-Allow-Headers in preflight response.',
    ),
  },
  {
    what: 'Chromium: the preflight is redirected',
    cause: 'preflight-redirect',
    text: chromium(
      "Response to preflight request doesn't pass access control check: Redirect is not allowed for a preflight request.",
    ),
  },
  {
    what: 'Chromium: XMLHttpRequest, the preflight’s status',
    cause: 'preflight-not-handled',
    text: "Access to XMLHttpRequest at 'https://api.shop.example/cart' from origin 'https://shop.example' has been blocked by CORS policy: Response to preflight request doesn't pass access control check: It does not have HTTP ok status.",
  },
  {
    what: 'Firefox: the header is missing',
    cause: 'allow-origin-missing',
    text: firefox('CORS header ‘Access-Control-Allow-Origin’ missing'),
    origin: 'https://shop.example',
  },
  {
    what: 'Firefox: the header does not match',
    cause: 'allow-origin-mismatch',
    text: firefox('CORS header ‘Access-Control-Allow-Origin’ does not match ‘https://www.shop.example’'),
    origin: 'https://shop.example',
  },
  {
    what: 'Firefox: a star with credentials',
    cause: 'allow-origin-wildcard-with-credentials',
    text: firefox('Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’'),
    origin: 'https://shop.example',
  },
  {
    what: 'Firefox: a method',
    cause: 'method-not-allowed',
    text: firefox('Did not find method in CORS header ‘Access-Control-Allow-Methods’'),
    origin: 'https://shop.example',
  },
  {
    what: 'Safari: no header',
    cause: 'allow-origin-missing',
    text: '[Error] Origin https://shop.example is not allowed by Access-Control-Allow-Origin. Status code: 200\n[Error] Fetch API cannot load https://api.shop.example/cart due to access control checks.',
  },
  {
    what: 'Safari: a header',
    cause: 'header-not-allowed',
    text: '[Error] Request header field X-Tenant is not allowed by Access-Control-Allow-Headers.\n[Error] Fetch API cannot load https://api.shop.example/cart due to access control checks.',
    origin: 'https://shop.example',
  },
  {
    what: 'a block of headers: a misspelt name',
    cause: 'misspelt-header',
    text: exchange(get, ['HTTP/1.1 200 OK', 'Access-Control-Allow-Origins: https://shop.example']),
  },
  {
    what: 'a block of headers: capitals',
    cause: 'allow-origin-letter-case',
    text: exchange(get, ['HTTP/2 200', 'access-control-allow-origin: https://Shop.example']),
  },
  {
    what: 'a block of headers: the header twice',
    cause: 'allow-origin-multiple',
    text: exchange(get, [
      'HTTP/1.1 200 OK',
      'Access-Control-Allow-Origin: https://shop.example',
      'Access-Control-Allow-Origin: https://shop.example',
    ]),
  },
  {
    what: 'a block of headers: all right',
    cause: 'cors-allowed',
    text: exchange(get, [
      'HTTP/1.1 200 OK',
      'Access-Control-Allow-Origin: https://shop.example',
      'Vary: Origin',
    ]),
  },
  {
    what: 'a block of headers: a 401 to the preflight',
    cause: 'preflight-needs-authentication',
    text: exchange(
      [
        'OPTIONS /v1/orders HTTP/1.1',
        'Host: api.shop.example',
        'Origin: https://shop.example',
        'Access-Control-Request-Method: DELETE',
      ],
      ['HTTP/1.1 401 Unauthorized', 'WWW-Authenticate: Bearer'],
    ),
  },
  {
    what: 'curl -v: no header',
    cause: 'allow-origin-missing',
    text: "$ curl -v -H 'Origin: https://shop.example' https://api.shop.example/cart\n> GET /cart HTTP/2\n> Host: api.shop.example\n> Origin: https://shop.example\n>\n< HTTP/2 200\n< content-type: application/json\n<\n{}",
  },
  {
    what: 'curl without an answer, and the answer given when asked',
    cause: 'allow-origin-mismatch',
    text: "curl 'https://api.shop.example/cart' -H 'origin: https://shop.example' --compressed",
    answer: 'HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: https://www.shop.example',
  },
  {
    what: 'curl of a PUT, whose preflight lists no PUT',
    cause: 'method-not-allowed',
    text: "curl -X PUT 'https://api.shop.example/cart' -H 'Origin: https://shop.example' -H 'Content-Type: application/json' --data '{}'",
    answer:
      'HTTP/1.1 204 No Content\nAccess-Control-Allow-Origin: https://shop.example\nAccess-Control-Allow-Headers: content-type\nAccess-Control-Allow-Methods: GET, POST',
  },
  {
    what: '“Copy as fetch”',
    cause: 'allow-credentials-missing',
    text: 'fetch("https://api.shop.example/cart", {\n  "headers": { "accept": "*/*" },\n  "referrer": "https://shop.example/",\n  "body": null,\n  "method": "GET",\n  "mode": "cors",\n  "credentials": "include"\n});',
    answer: 'HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: https://shop.example',
  },
  {
    what: '“Copy as fetch” of a call with a token',
    cause: 'header-not-allowed',
    text: 'await fetch("https://api.shop.example/cart", {\n    "credentials": "omit",\n    "headers": {\n        "X-Tenant": "7"\n    },\n    "referrer": "https://shop.example/",\n    "method": "GET",\n    "mode": "cors"\n});',
    answer:
      'HTTP/1.1 204 No Content\nAccess-Control-Allow-Origin: https://shop.example\nAccess-Control-Allow-Headers: content-type',
  },
  {
    what: 'a HAR: a star with cookies',
    cause: 'allow-origin-wildcard-with-credentials',
    text: har(
      {
        method: 'GET',
        url: 'https://api.shop.example/cart',
        headers: headers({ Origin: 'https://shop.example', Cookie: 'session=1' }),
      },
      { status: 200, headers: headers({ 'Access-Control-Allow-Origin': '*' }) },
    ),
  },
  {
    what: 'a HAR: an error page of a gateway',
    cause: 'gateway-error',
    text: har(
      {
        method: 'GET',
        url: 'https://api.shop.example/cart',
        headers: headers({ Origin: 'https://shop.example' }),
      },
      { status: 502, headers: headers({ Server: 'nginx', 'Content-Type': 'text/html' }) },
    ),
  },
  {
    what: 'a URL and an origin',
    cause: 'allow-origin-missing',
    text: 'https://api.shop.example/cart',
    origin: 'https://shop.example/basket',
    answer: 'HTTP/1.1 200 OK\nContent-Type: application/json',
  },
  {
    what: 'a URL and an origin: null',
    cause: 'allow-origin-mismatch',
    text: 'https://api.shop.example/cart',
    origin: 'null',
    answer: 'HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: https://shop.example',
  },
]
