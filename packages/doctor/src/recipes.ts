import type { FetchRequest } from '@next-cross-origin/browser'
import type { Asked } from './asked.ts'

/** How to let a request through, in one server's own terms. */
export interface Recipe {
  readonly server: 'Next.js' | 'Express' | 'Hono' | 'Fastify' | 'nginx'
  readonly code: string
}

/** What a server has to allow. */
interface Wanted extends Asked {
  /** The first segment of the path that is called. */
  readonly area: string
  readonly origin: string
  readonly credentials: boolean
}

/** The same policy, the smallest that lets the request through, for those servers that can say it. */
export function recipes(request: FetchRequest, asked: Asked): Recipe[] {
  const wanted: Wanted = {
    area: new URL(request.url).pathname.split('/')[1] ?? '',
    origin: request.origin,
    credentials: request.credentials === 'include',
    ...asked,
  }
  return [
    { server: 'Next.js', code: nextJs(wanted) },
    { server: 'Express', code: express(wanted) },
    { server: 'Hono', code: hono(wanted) },
    { server: 'Fastify', code: fastify(wanted) },
    ...(canBeQuotedForNginx(wanted) ? [{ server: 'nginx' as const, code: nginx(wanted) }] : []),
  ]
}

/** A method or the name of a header may contain an apostrophe (RFC 9110 §5.6.2). */
const quoted = (text: string): string => `'${text.replaceAll("'", "\\'")}'`

const listed = (values: readonly string[]): string => `[${values.map(quoted).join(', ')}]`

/** Options of the three libraries. An empty list of headers is written out: left out, it would allow all. */
function options(
  { origin, credentials, method, headerNames }: Wanted,
  methodsOption: string,
  headersOption: string,
): string {
  return [
    `  origin: ${listed([origin])},`,
    ...(credentials ? ['  credentials: true,'] : []),
    `  ${methodsOption}: ${listed([method])},`,
    `  ${headersOption}: ${listed(headerNames)},`,
  ].join('\n')
}

const express = (wanted: Wanted): string => `import cors from 'cors'

// Before every route and before authentication.
app.use(cors({
${options(wanted, 'methods', 'allowedHeaders')}
}))`

const hono = (wanted: Wanted): string => `import { cors } from 'hono/cors'

// Before every route. With an empty list of headers, Hono allows whichever are asked for.
app.use(cors({
${options(wanted, 'allowMethods', 'allowHeaders')}
}))`

const fastify = (wanted: Wanted): string => `import cors from '@fastify/cors'

await app.register(cors, {
${options(wanted, 'methods', 'allowedHeaders')}
})`

function nextJs({ area, origin, credentials, method, headerNames }: Wanted): string {
  const set = (name: string, value: string): string =>
    `response.headers.set('Access-Control-${name}', ${quoted(value)})`
  return [
    '// middleware.ts; as proxy.ts, its function is called proxy',
    "import { type NextRequest, NextResponse } from 'next/server'",
    '',
    'export function middleware(request: NextRequest) {',
    "  const isPreflight = request.method === 'OPTIONS' && request.headers.has('access-control-request-method')",
    '  const response = isPreflight ? new NextResponse(null, { status: 204 }) : NextResponse.next()',
    "  response.headers.append('Vary', 'Origin')",
    `  if (request.headers.get('origin') === ${quoted(origin)}) {`,
    `    ${set('Allow-Origin', origin)}`,
    ...(credentials ? [`    ${set('Allow-Credentials', 'true')}`] : []),
    '    if (isPreflight) {',
    `      ${set('Allow-Methods', method)}`,
    ...(headerNames.length > 0 ? [`      ${set('Allow-Headers', headerNames.join(', '))}`] : []),
    '    }',
    '  }',
    '  return response',
    '}',
    '',
    '// What is called across origins and nothing else: for pages, Next.js writes a Vary of its own over this one.',
    `export const config = { matcher: ${quoted(area === '' ? '/:path*' : `/${area}/:path*`)} }`,
  ].join('\n')
}

/** nginx reads `$` as the beginning of a variable, and has no way to write it. */
function canBeQuotedForNginx({ method, headerNames }: Wanted): boolean {
  return ![method, ...headerNames].some((text) => text.includes('$'))
}

function nginx({ origin, credentials, method, headerNames }: Wanted): string {
  // As a pattern: nginx does not start with a longer origin as a key.
  const pattern = `"~^${origin.replace(/[.[\]]/g, '\\$&')}$"`
  const both = [
    'add_header Access-Control-Allow-Origin $cors_origin always;',
    ...(credentials ? ['add_header Access-Control-Allow-Credentials $cors_credentials always;'] : []),
    'add_header Vary Origin always;',
  ]
  const preflight = [
    ...both,
    `add_header Access-Control-Allow-Methods "${method}" always;`,
    ...(headerNames.length > 0
      ? [`add_header Access-Control-Allow-Headers "${headerNames.join(', ')}" always;`]
      : []),
    'return 204;',
  ]
  return [
    '# in http { }: an empty value sends no header',
    `map $http_origin $cors_origin { ${pattern} $http_origin; }`,
    ...(credentials ? [`map $http_origin $cors_credentials { ${pattern} true; }`] : []),
    '',
    '# in server { }, and again in every location that has an add_header of its own: that one replaces these',
    ...both,
    '',
    '# in location { }; the first lines for an application behind it that sends its own',
    'proxy_hide_header Access-Control-Allow-Origin;',
    ...(credentials ? ['proxy_hide_header Access-Control-Allow-Credentials;'] : []),
    'if ($request_method = OPTIONS) {',
    ...preflight.map((line) => `  ${line}`),
    '}',
  ].join('\n')
}
