import { encrypted, open, otherPort, otherSite, page, type Row, remote, rowsOf } from './row.ts'

const corp = (value: string): string => `200 | Cross-Origin-Resource-Policy: ${value}`
const withCors = (value: string): string => `${corp(value)} | ${open}`
const noCors = (url: string) => ({ url: `${url}/x`, mode: 'no-cors' as const })

const policy = rowsOf(
  'fetch/cross-origin-resource-policy/fetch.any.js',
  [
    "Same-origin fetch with a 'Cross-Origin-Resource-Policy: same-origin' response header.",
    { url: `${page}/x` },
    [corp('same-origin')],
    { allowed: true, type: 'basic' },
  ],
  [
    "Cross-origin cors fetch with a 'Cross-Origin-Resource-Policy: same-origin' response header.",
    { url: `${otherSite}/x` },
    [withCors('same-origin')],
    { allowed: true, type: 'cors' },
  ],
  [
    "Cross-origin cors fetch with a 'Cross-Origin-Resource-Policy: same-site' response header.",
    { url: `${otherSite}/x` },
    [withCors('same-site')],
    true,
  ],
  [
    "Cross-origin no-cors fetch with a 'Cross-Origin-Resource-Policy: same-origin' response header.",
    noCors(otherSite),
    [corp('same-origin')],
    false,
  ],
  [
    "Cross-origin no-cors fetch with a 'Cross-Origin-Resource-Policy: same-site' response header.",
    noCors(otherSite),
    [corp('same-site')],
    false,
  ],
  [
    "Cross-origin no-cors fetch to a same-site URL with a 'Cross-Origin-Resource-Policy: same-origin' response header.",
    noCors(encrypted),
    [corp('same-origin')],
    false,
  ],
  [
    "Valid cross-origin no-cors fetch with a 'Cross-Origin-Resource-Policy: same-site' response header.",
    noCors(otherPort),
    [corp('same-site')],
    { allowed: true, type: 'opaque' },
  ],
  [
    "Cross-origin no-cors fetch with a 'Cross-Origin-Resource-Policy: same-origin' response header after a redirection.",
    noCors(page),
    [`302 | Location: ${otherSite}/b`, corp('same-origin')],
    false,
  ],
  [
    "Cross-origin no-cors fetch with a 'Cross-Origin-Resource-Policy: same-origin' response header after a cross-origin redirection.",
    noCors(otherSite),
    [`302 | Location: ${page}/b`, corp('same-origin')],
    true,
  ],
  [
    "Cross-origin no-cors fetch with a 'Cross-Origin-Resource-Policy: same-origin' redirect response header.",
    noCors(otherSite),
    [`302 | Location: ${page}/b | Cross-Origin-Resource-Policy: same-origin`, corp('same-origin')],
    false,
  ],
)

const guarded = (headers: readonly (readonly [string, string])[], carries: Record<string, string | null>) =>
  [{ ...noCors(remote), headers }, ['200'], { allowed: true, type: 'opaque', carries }] as const
const long = 's'.repeat(116)
const hint = { chromium: 'client-hints-safelisted' } as const
const guard = rowsOf(
  'fetch/api/headers/headers-no-cors.any.js',
  [
    `"no-cors" Headers object cannot have content-type set to text/plain;${long}, text/plain`,
    ...guarded(
      [
        ['Content-Type', `text/plain;${long}`],
        ['content-type', 'text/plain'],
      ],
      { 'content-type': `text/plain;${long}` },
    ),
  ],
  [
    '"no-cors" Headers object cannot have unknown/doesitmatter as header',
    ...guarded([['Unknown', 'doesitmatter']], { unknown: null }),
  ],
  [
    '"no-cors" Headers object cannot have save-data/on as header',
    ...guarded([['Save-Data', 'on']], { 'save-data': null }),
    hint,
  ],
)
const range = rowsOf('fetch/range/general.any.js', [
  'Privileged header not allowed for guard type: request-no-cors',
  ...guarded([['Range', 'foo']], { range: null }),
])

const modes = rowsOf(
  'fetch/api/basic/mode-same-origin.any.js',
  [
    `Fetch ${page}/fetch/api/resources/top.txt with same-origin mode`,
    { url: `${page}/x`, mode: 'same-origin' },
    ['200'],
    { allowed: true, type: 'basic' },
  ],
  [
    `Fetch ${remote}/fetch/api/resources/top.txt with same-origin mode`,
    { url: `${remote}/x`, mode: 'same-origin' },
    [`200 | ${open}`],
    { allowed: false, sent: [] },
  ],
)

const dataUrl = rowsOf(
  'fetch/api/basic/scheme-data.any.js',
  ...(['cors', 'no-cors'] as const).map(
    (mode) =>
      [
        `Fetching data:,response%27s%20body is OK (${mode})`,
        { url: 'data:,response%27s%20body', mode },
        [],
        { allowed: true, sent: [], type: 'basic', reads: { 'content-type': 'text/plain;charset=US-ASCII' } },
      ] as const,
  ),
  [
    'Fetching data:image/png;base64,cmVzcG9uc2UncyBib2R5 is OK',
    { url: 'data:image/png;base64,cmVzcG9uc2UncyBib2R5' },
    [],
    { allowed: true, reads: { 'content-type': 'image/png' } },
  ],
  ['Fetching [GET] data:notAdataUrl.com is KO', { url: 'data:notAdataUrl.com' }, [], false],
)

const required = { embedderPolicy: 'require-corp' } as const
const credentialless = { embedderPolicy: 'credentialless', credentials: 'include' } as const
const embedder = rowsOf(
  'html/cross-origin-embedder-policy/require-corp.https.html',
  [
    '"require-corp" top-level noCORS loads cross-origin resources with CORP: cross-origin',
    { ...noCors(otherSite), ...required },
    [corp('cross-origin')],
    { allowed: true, type: 'opaque' },
  ],
  [
    '"require-corp" top-level: fetch() to CORP: UNSET response should fail.',
    { ...noCors(otherSite), ...required },
    ['200'],
    false,
  ],
  [
    '"require-corp" top-level: fetch() to a response Cross-Origin-Resource-Policy: same-origin should fail.',
    { ...noCors(otherSite), ...required },
    [corp('same-origin')],
    false,
  ],
  [
    '"require-corp" top-level: fetch() to ACAO: * response should succeed.',
    { url: `${otherSite}/x`, ...required },
    [`200 | ${open}`],
    { allowed: true, type: 'cors' },
  ],
)
const withoutCredentials = rowsOf(
  'html/cross-origin-embedder-policy/credentialless/fetch.https.window.js',
  [
    'fetch cross-origin, no-cors, COEP:credentialless',
    { ...noCors(otherSite), ...credentialless },
    ['200'],
    { allowed: true, type: 'opaque' },
  ],
  [
    'fetch cross-origin, no-cors, COEP:credentialless, CORP: same-origin',
    { ...noCors(otherSite), ...credentialless },
    [corp('same-origin')],
    false,
  ],
)

const image = { ...noCors(otherSite), element: 'image' } as const
const handedOver = { webkit: 'opaque-responses-not-blocked' } as const
const opaque = rowsOf(
  'fetch/orb/tentative/known-mime-type.sub.any.js',
  ['ORB should block opaque text/html', image, ['200 | Content-Type: text/html'], false, handedOver],
  [
    'ORB should block opaque application/json (non-empty)',
    image,
    ['200 | Content-Type: application/json; charset=utf-8'],
    false,
    handedOver,
  ],
  [
    'ORB should block opaque application/gzip',
    image,
    ['200 | Content-Type: application/gzip'],
    false,
    handedOver,
  ],
  [
    "ORB shouldn't block opaque image/png",
    image,
    ['200 | Content-Type: image/png'],
    { allowed: true, type: 'opaque' },
  ],
  ["ORB shouldn't block opaque image/svg+xml", image, ['200 | Content-Type: image/svg+xml'], true],
  ["ORB shouldn't block opaque text/javascript", image, ['200 | Content-Type: text/javascript'], true],
  ["ORB shouldn't block opaque text/plain", image, ['200 | Content-Type: text/plain'], true],
)
const nosniff = rowsOf('fetch/orb/tentative/nosniff.sub.any.js', [
  'ORB should block opaque text/plain with nosniff',
  image,
  ['200 | Content-Type: text/plain | X-Content-Type-Options: nosniff'],
  false,
  handedOver,
])

/** Rows about `no-cors`, resource policies, embedder policies, opaque responses and URLs that carry their content. */
export const noCorsRows: readonly Row[] = [
  ...policy,
  ...embedder,
  ...withoutCredentials,
  ...opaque,
  ...nosniff,
  ...guard,
  ...range,
  ...modes,
  ...dataUrl,
]
