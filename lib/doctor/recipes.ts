import { type FetchRequest, normalizeMethod, unsafeRequestHeaderNames } from '@/lib/browser/index'

/** How to let a request through, in one server's own terms. */
export interface Recipe {
  readonly server: 'Next.js' | 'Express' | 'Hono' | 'Fastify' | 'nginx'
  readonly code: string
}

/** The same policy, the smallest that lets the request through, for five servers. */
export function recipes(request: FetchRequest): Recipe[] {
  const { origin } = request
  const credentials = request.credentials === 'include'
  const methods = [normalizeMethod(request.method ?? 'GET')]
  const names = unsafeRequestHeaderNames(request.headers ?? [])
  const list = (values: readonly string[]): string => `[${values.map((value) => `'${value}'`).join(', ')}]`
  const options = (allowMethods: string, allowHeaders: string): string =>
    [
      `  origin: ['${origin}'],`,
      ...(credentials ? ['  credentials: true,'] : []),
      `  ${allowMethods}: ${list(methods)},`,
      ...(names.length > 0 ? [`  ${allowHeaders}: ${list(names)},`] : []),
    ].join('\n')
  return [
    { server: 'Next.js', code: nextJs(origin, credentials, methods, names) },
    {
      server: 'Express',
      code: `import cors from 'cors'\n\n// Before every route and before authentication.\napp.use(cors({\n${options('methods', 'allowedHeaders')}\n}))`,
    },
    {
      server: 'Hono',
      code: `import { cors } from 'hono/cors'\n\napp.use(cors({\n${options('allowMethods', 'allowHeaders')}\n}))`,
    },
    {
      server: 'Fastify',
      code: `import cors from '@fastify/cors'\n\nawait app.register(cors, {\n${options('methods', 'allowedHeaders')}\n})`,
    },
    { server: 'nginx', code: nginx(origin, credentials, methods, names) },
  ]
}

function nextJs(
  origin: string,
  credentials: boolean,
  methods: readonly string[],
  names: readonly string[],
): string {
  return `// middleware.ts
import { type NextRequest, NextResponse } from 'next/server'

export function middleware(request: NextRequest) {
  const isPreflight = request.method === 'OPTIONS' && request.headers.has('access-control-request-method')
  const response = isPreflight ? new NextResponse(null, { status: 204 }) : NextResponse.next()
  response.headers.append('Vary', 'Origin')
  if (request.headers.get('origin') === '${origin}') {
    response.headers.set('Access-Control-Allow-Origin', '${origin}')
${credentials ? "    response.headers.set('Access-Control-Allow-Credentials', 'true')\n" : ''}    if (isPreflight) {
      response.headers.set('Access-Control-Allow-Methods', '${methods.join(', ')}')
${names.length > 0 ? `      response.headers.set('Access-Control-Allow-Headers', '${names.join(', ')}')\n` : ''}    }
  }
  return response
}`
}

function nginx(
  origin: string,
  credentials: boolean,
  methods: readonly string[],
  names: readonly string[],
): string {
  // `add_header` in an inner block replaces those of the outer one, so the preflight repeats them.
  const both = [
    'add_header Access-Control-Allow-Origin $cors_origin always;',
    ...(credentials ? ['add_header Access-Control-Allow-Credentials $cors_credentials always;'] : []),
    'add_header Vary Origin always;',
  ]
  const preflight = [
    ...both,
    `add_header Access-Control-Allow-Methods "${methods.join(', ')}" always;`,
    ...(names.length > 0 ? [`add_header Access-Control-Allow-Headers "${names.join(', ')}" always;`] : []),
    'return 204;',
  ]
  return `# in http { }: an empty value sends no header
map $http_origin $cors_origin { "${origin}" $http_origin; }
${credentials ? `map $http_origin $cors_credentials { "${origin}" true; }\n` : ''}
# in location { }
if ($request_method = OPTIONS) {
${preflight.map((line) => `  ${line}`).join('\n')}
}
${both.join('\n')}`
}
