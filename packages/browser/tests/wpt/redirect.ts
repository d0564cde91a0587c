import { forPage, open, otherPort, page, type Row, redirects, remote, rowsOf } from './row.ts'

const all = `${open}`
const moved = (code: number, to: string): string => `${code} | ${all} | Location: ${to}`
const known = `200 | ${all}`

const cors = rowsOf(
  'fetch/api/cors/cors-redirect.any.js',
  ...redirects.flatMap((code) =>
    (
      [
        ['cors to same cors', `${remote}/a`, `${remote}/b`, page],
        ['cors to another cors', `${remote}/a`, `${otherPort}/b`, 'null'],
        ['same origin to cors', `${page}/a`, `${remote}/b`, page],
        ['cors to same origin', `${remote}/a`, `${page}/b`, 'null'],
      ] as const
    ).map(
      ([name, from, to, origin]) =>
        [
          `Redirect ${code}: ${name}`,
          { url: from },
          [moved(code, to), known],
          { allowed: true, origin, sent: ['GET /a', 'GET /b'] },
        ] as const,
    ),
  ),
)

const origins = rowsOf(
  'fetch/api/redirect/redirect-origin.any.js',
  ...redirects.flatMap((code) => {
    const isGet = code < 307 ? null : page
    return [
      ['Same origin to same origin redirection', 'GET', page, page, null],
      ['Same origin to other origin redirection', 'GET', page, remote, page],
      ['Other origin to other origin redirection', 'GET', remote, remote, page],
      ['Other origin to same origin redirection', 'GET', remote, page, 'null'],
      ['Same origin to same origin redirection[POST]', 'POST', page, page, isGet],
      ['Same origin to other origin redirection[POST]', 'POST', page, remote, page],
      ['Other origin to same origin redirection[POST]', 'POST', remote, page, 'null'],
    ].map(([name, method, from, to, origin]) => {
      const keepsOrigin = name === 'Same origin to same origin redirection[POST]' && code < 307
      return [
        `${name} ${code}`,
        { url: `${from}/a`, method: method ?? 'GET' },
        [moved(code, `${to}/b`), known],
        { allowed: true, origin: origin ?? null },
        keepsOrigin ? { webkit: 'origin-kept-after-redirect' } : undefined,
      ] as const
    })
  }),
)

const userInfo = rowsOf(
  'fetch/api/cors/cors-redirect-credentials.any.js',
  ...redirects.flatMap((code) =>
    (
      [
        ['from same origin to remote without user and password', page, otherPort, '', true],
        ['from same origin to remote with user and password', page, otherPort, 'user:password@', false],
        ['from same origin to remote with user', page, otherPort, 'user:@', false],
        ['from same origin to remote with password', page, otherPort, ':password@', false],
        ['from remote to same origin with user and password', otherPort, page, 'user:password@', false],
        ['from remote to same remote with user', otherPort, otherPort, 'user:@', false],
        ['from remote to another remote with password', otherPort, remote, ':password@', false],
      ] as const
    ).map(
      ([name, from, to, user, isFollowed]) =>
        [
          `Redirect ${code} ${name}`,
          { url: `${from}/a` },
          [moved(code, `${to.replace('://', `://${user}`)}/b`), known],
          isFollowed,
        ] as const,
    ),
  ),
)

const counts = rowsOf(
  'fetch/api/redirect/redirect-count.any.js',
  ...redirects.flatMap((code) =>
    [20, 21].map(
      (times) =>
        [
          `Redirect ${code} ${times} times`,
          { url: `${page}/a` },
          [...Array.from({ length: times }, () => moved(code, '/a')), known],
          times === 20,
        ] as const,
    ),
  ),
)

const body = { url: `${page}/a`, body: { type: 'text/plain;charset=UTF-8' } }
const language = [['Content-Language', 'en-US'] as const]
const dropped = { 'content-type': null, 'content-language': null }
const methods = rowsOf(
  'fetch/api/redirect/redirect-method.any.js',
  ...([301, 302, 303] as const).map(
    (code) =>
      [
        `Redirect ${code} with POST`,
        { ...body, method: 'POST', headers: language },
        [moved(code, '/b'), known],
        { allowed: true, type: 'basic', sent: ['POST /a', 'GET /b'], carries: dropped },
        { webkit: 'origin-kept-after-redirect' },
      ] as const,
  ),
  ...redirects.map(
    (code) =>
      [
        `Redirect ${code} with HEAD`,
        { url: `${page}/a`, method: 'HEAD' },
        [moved(code, '/b'), known],
        { allowed: true, sent: ['HEAD /a', 'HEAD /b'] },
      ] as const,
  ),
  [
    'Redirect 303 with TESTING',
    { url: `${page}/a`, method: 'TESTING', headers: language },
    [moved(303, '/b'), known],
    { allowed: true, sent: ['TESTING /a', 'GET /b'], carries: dropped },
    { webkit: 'origin-kept-after-redirect' },
  ],
  [
    'Redirect 307 with POST (string body)',
    { ...body, method: 'POST' },
    [moved(307, '/b'), known],
    { allowed: true, sent: ['POST /a', 'POST /b'], carries: { 'content-type': 'text/plain;charset=UTF-8' } },
  ],
)

const locations = rowsOf(
  'fetch/api/redirect/redirect-location.any.js',
  ...redirects.flatMap(
    (code) =>
      [
        [`Redirect ${code} in "follow" mode without location`, { url: `${page}/a` }, [`${code}`], true],
        [
          `Redirect ${code} in "follow" mode with invalid location`,
          { url: `${page}/a` },
          [moved(code, '//[not-an-address]/')],
          false,
        ],
        [
          `Redirect ${code} in "follow" mode with data location`,
          { url: `${page}/a` },
          [moved(code, 'data:,data%20url')],
          false,
        ],
      ] as const,
  ),
)

const data = rowsOf(
  'fetch/api/redirect/redirect-to-dataurl.any.js',
  ...(['cors', 'no-cors', 'same-origin'] as const).map(
    (mode) =>
      [
        `Testing data URL loading after same-origin redirection (${mode} mode)`,
        { url: `${page}/a`, mode },
        [moved(302, 'data:text/plain;base64,eA==')],
        false,
      ] as const,
  ),
  [
    'Testing data URL loading after cross-origin redirection (cors mode)',
    { url: `${remote}/a` },
    [moved(302, 'data:text/plain;base64,eA==')],
    false,
  ],
)

const custom = (url: string) => ({ url, headers: [['X-W3c', 'test'] as const] })
const grants = `200 | ${open} | Access-Control-Allow-Headers: x-w3c`
const preflights = rowsOf(
  'fetch/api/cors/cors-redirect-preflight.any.js',
  ...redirects.flatMap((code) =>
    (
      [
        ['same origin to cors', page, remote, []],
        ['cors to same origin', remote, page, [grants]],
        ['cors to another cors', remote, otherPort, [grants]],
      ] as const
    ).flatMap(
      ([name, from, to, first]) =>
        [
          [
            `Redirect ${code}: ${name} (preflight after redirection success case)`,
            custom(`${from}/a`),
            [...first, moved(code, `${to}/b`), grants, known],
            {
              allowed: true,
              sent: [...(from === page ? [] : ['OPTIONS /a?']), 'GET /a', 'OPTIONS /b?', 'GET /b'],
            },
          ],
          [
            `Redirect ${code}: ${name} (preflight after redirection failure case)`,
            custom(`${from}/a`),
            [...first, moved(code, `${to}/b`), known],
            false,
          ],
        ] as const,
    ),
  ),
)
const redirected = rowsOf(
  'fetch/api/cors/cors-preflight-redirect.any.js',
  ...redirects.flatMap(
    (code) =>
      [
        [
          `Redirection ${code} on preflight failed`,
          custom(`${remote}/a`),
          [moved(code, `${remote}/b`)],
          { allowed: false, sent: ['OPTIONS /a?'] },
        ],
        [
          `Redirection ${code} after preflight failed`,
          custom(`${remote}/a`),
          [grants, moved(code, `${remote}/b`), `200 | ${open}`],
          { allowed: false, sent: ['OPTIONS /a?', 'GET /a', 'OPTIONS /b?'] },
        ],
      ] as const,
  ),
)

const tainted = rowsOf('fetch/api/redirect/redirect-back-to-original-origin.any.js', [
  'original => remote => original with mode: "follow"',
  { url: `${page}/a`, mode: 'no-cors' },
  [moved(302, `${remote}/b`), moved(302, `${page}/c`), `200 | ${forPage}`],
  { allowed: true, type: 'opaque' },
])

const modes = rowsOf(
  'fetch/api/redirect/redirect-mode.any.js',
  ...redirects.flatMap(
    (code) =>
      [
        [
          `same-origin redirect ${code} in error redirect and cors mode`,
          { url: `${page}/a`, redirect: 'error' },
          [moved(code, `${page}/b`)],
          { allowed: false, sent: ['GET /a'] },
        ],
        [
          `same-origin redirect ${code} in manual redirect and cors mode`,
          { url: `${page}/a`, redirect: 'manual' },
          [moved(code, `${page}/b`)],
          { allowed: true, type: 'opaqueredirect', sent: ['GET /a'] },
        ],
        [
          `cross-origin redirect ${code} in manual redirect and cors mode`,
          { url: `${remote}/a`, redirect: 'manual' },
          [moved(code, `${page}/b`)],
          { allowed: true, type: 'opaqueredirect', reads: { location: null }, sent: ['GET /a'] },
        ],
        [
          `cross-origin redirect ${code} in manual redirect and no-cors mode`,
          { url: `${remote}/a`, redirect: 'manual', mode: 'no-cors' },
          [`${code} | Location: ${page}/b`],
          { allowed: true, type: 'opaqueredirect', sent: ['GET /a'] },
        ],
        [
          `cross-origin redirect ${code} in follow redirect and cors mode`,
          { url: `${remote}/a`, redirect: 'follow' },
          [moved(code, `${remote}/b`), known],
          { allowed: true, type: 'cors', sent: ['GET /a', 'GET /b'] },
        ],
      ] as const,
  ),
)

/** Rows about redirects. */
export const redirectRows: readonly Row[] = [
  ...modes,
  ...cors,
  ...origins,
  ...userInfo,
  ...counts,
  ...methods,
  ...locations,
  ...data,
  ...preflights,
  ...redirected,
  ...tainted,
]
