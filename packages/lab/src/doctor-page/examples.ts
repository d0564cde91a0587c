import { type Given, nothingGiven } from './shared-case.ts'

/** Cases to begin with: one of each kind of text that the doctor reads. */
export const examples: readonly { readonly name: string; readonly given: Given }[] = [
  {
    name: 'Chrome’s message',
    given: {
      ...nothingGiven,
      text: "Access to fetch at 'https://api.example.com/users' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
    },
  },
  {
    name: 'Firefox’s message',
    given: {
      ...nothingGiven,
      text: 'Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example.com/users. (Reason: CORS header ‘Access-Control-Allow-Origin’ does not match ‘https://app.example.com/’).',
      origin: 'https://app.example.com',
    },
  },
  {
    name: 'Safari’s message',
    given: {
      ...nothingGiven,
      text: 'Fetch API cannot load https://api.example.com/users due to access control checks. Origin https://app.example.com is not allowed by Access-Control-Allow-Origin. Status code: 200',
    },
  },
  {
    name: 'Headers',
    given: {
      ...nothingGiven,
      text: 'GET /users HTTP/1.1\nHost: api.example.com\nOrigin: https://app.example.com\n\nHTTP/1.1 200 OK\nAcess-Control-Allow-Origin: https://app.example.com\nContent-Type: application/json',
      url: 'https://api.example.com/users',
    },
  },
  {
    name: 'curl',
    given: {
      ...nothingGiven,
      text: "curl 'https://api.example.com/users/ada' -X PATCH -H 'Origin: https://app.example.com' -H 'Content-Type: application/json' --data '{\"bio\":\"…\"}'",
      answer:
        'OPTIONS /users/ada HTTP/1.1\n\nHTTP/1.1 204 No Content\nAccess-Control-Allow-Origin: https://app.example.com\nAccess-Control-Allow-Methods: GET, POST',
    },
  },
  {
    name: 'A cookie that is not sent back',
    given: {
      ...nothingGiven,
      text: "fetch('https://api.example.net/session', { method: 'GET', credentials: 'include', mode: 'cors' })",
      origin: 'https://app.example.com',
      answer:
        'HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: https://app.example.com\nAccess-Control-Allow-Credentials: true\nSet-Cookie: session=abc; Path=/; HttpOnly; SameSite=Lax\nVary: Origin',
    },
  },
]
