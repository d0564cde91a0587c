import { hasUnusualMethod, listed, quoted, type RecipeEntry, type Wanted } from './recipe.ts'

/** The options that `cors`, Nest, Vite and socket.io share; headers are left out, so that those asked for are allowed. */
function corsOptions(wanted: Wanted): string {
  return [
    `origin: ${listed(wanted.origins)}`,
    ...(wanted.credentials ? ['credentials: true'] : []),
    ...(hasUnusualMethod(wanted) ? [`methods: ${listed(wanted.methods)}`] : []),
  ].join(', ')
}

export const express: RecipeEntry = {
  title: 'Express',
  place:
    'Before every route, body parser and authentication. If the app calls cors() already, change its options instead of adding a second one.',
  executed: true,
  code: (wanted) => `import cors from 'cors'\n\napp.use(cors({ ${corsOptions(wanted)} }))`,
}

export const nest: RecipeEntry = {
  title: 'NestJS',
  place: 'In main.ts, before app.listen().',
  executed: true,
  code: (wanted) => `app.enableCors({ ${corsOptions(wanted)} })`,
}

export const socketIo: RecipeEntry = {
  title: 'socket.io',
  place: 'socket.io answers its own requests: middleware of Express never sees them.',
  executed: true,
  code: (wanted) => `const io = new Server(httpServer, { cors: { ${corsOptions(wanted)} } })`,
}

export const apollo: RecipeEntry = {
  title: 'Apollo Server',
  place:
    'Instead of startStandaloneServer(), which takes no CORS options: the integration for Express, on the port you have.',
  executed: true,
  code: (wanted) =>
    [
      "import { expressMiddleware } from '@as-integrations/express5'",
      "import cors from 'cors'",
      "import express from 'express'",
      '',
      'await server.start()',
      'const app = express()',
      `app.use(cors({ ${corsOptions(wanted)} }), express.json(), expressMiddleware(server))`,
      'app.listen(port)',
    ].join('\n'),
}

export const hono: RecipeEntry = {
  title: 'Hono',
  place: 'Before every route.',
  executed: true,
  code: (wanted) => {
    const credentials = wanted.credentials ? ', credentials: true' : ''
    const methods = hasUnusualMethod(wanted) ? `, allowMethods: ${listed(wanted.methods)}` : ''
    return `import { cors } from 'hono/cors'\n\napp.use(cors({ origin: ${listed(wanted.origins)}${credentials}${methods} }))`
  },
}

export const fastify: RecipeEntry = {
  title: 'Fastify',
  place: 'Before the routes. Left alone, @fastify/cors allows GET, HEAD and POST only.',
  executed: true,
  code: (wanted) =>
    [
      "import cors from '@fastify/cors'",
      '',
      'await app.register(cors, {',
      `  origin: ${listed(wanted.origins)},`,
      ...(wanted.credentials ? ['  credentials: true,'] : []),
      `  methods: ${listed(wanted.methods)},`,
      '})',
    ].join('\n'),
}

export const koa: RecipeEntry = {
  title: 'Koa',
  place: 'Before every other middleware.',
  executed: true,
  code: (wanted) =>
    [
      "import cors from '@koa/cors'",
      '',
      `const origins = ${listed(wanted.origins)}`,
      'app.use(cors({',
      "  origin: (ctx) => (origins.includes(ctx.get('Origin')) ? ctx.get('Origin') : ''),",
      ...(wanted.credentials ? ['  credentials: true,'] : []),
      ...(hasUnusualMethod(wanted) ? [`  allowMethods: ${listed(wanted.methods)},`] : []),
      '}))',
    ].join('\n'),
}

export const next: RecipeEntry = {
  title: 'Next.js',
  place:
    'middleware.ts beside app/; as proxy.ts, its function is called proxy. Headers in next.config.js cannot answer a preflight.',
  executed: true,
  code: ({ area, credentials, methods, origins }) =>
    [
      "import { type NextRequest, NextResponse } from 'next/server'",
      '',
      `const origins = ${listed(origins)}`,
      'export function middleware(request: NextRequest) {',
      "  const origin = request.headers.get('origin') ?? ''",
      "  const isPreflight = request.method === 'OPTIONS' && request.headers.has('access-control-request-method')",
      '  const response = isPreflight ? new NextResponse(null, { status: 204 }) : NextResponse.next()',
      "  response.headers.append('Vary', 'Origin')",
      '  if (!origins.includes(origin)) return response',
      "  response.headers.set('Access-Control-Allow-Origin', origin)",
      ...(credentials ? ["  response.headers.set('Access-Control-Allow-Credentials', 'true')"] : []),
      `  if (isPreflight) response.headers.set('Access-Control-Allow-Methods', ${quoted(methods.join(', '))})`,
      "  if (isPreflight) response.headers.set('Access-Control-Allow-Headers', request.headers.get('access-control-request-headers') ?? '')",
      '  return response',
      '}',
      `export const config = { matcher: ${quoted(area === '' ? '/:path*' : `/${area}/:path*`)} }`,
    ].join('\n'),
}

export const vite: RecipeEntry = {
  title: 'Vite',
  place:
    'In vite.config.ts. For an API of your own, `server.proxy` makes the calls same-origin in development.',
  executed: true,
  code: (wanted) => `server: { cors: { ${corsOptions(wanted)} } },`,
}

export const webpack: RecipeEntry = {
  title: 'webpack-dev-server',
  place:
    'In webpack.config.js. It answers no preflight by itself; `devServer.proxy` makes calls same-origin in development.',
  executed: true,
  code: ({ credentials, headerNames, methods, origins }) =>
    [
      'devServer: {',
      '  headers: (req) => ({',
      "    Vary: 'Origin',",
      `    ...(${listed(origins)}.includes(req.headers.origin) && {`,
      "      'Access-Control-Allow-Origin': req.headers.origin,",
      ...(credentials ? ["      'Access-Control-Allow-Credentials': 'true',"] : []),
      `      'Access-Control-Allow-Methods': ${quoted(methods.join(', '))},`,
      `      'Access-Control-Allow-Headers': ${quoted(headerNames.join(', '))},`,
      '    }),',
      '  }),',
      '},',
    ].join('\n'),
}

function fetchHandler(
  { credentials, methods, origins }: Wanted,
  opening: string,
  call: string,
  closing: string,
): string {
  return [
    `const origins = ${listed(origins)}`,
    'function corsHeaders(request) {',
    "  const origin = request.headers.get('Origin') ?? ''",
    "  if (!origins.includes(origin)) return { Vary: 'Origin' }",
    '  return {',
    "    Vary: 'Origin',",
    "    'Access-Control-Allow-Origin': origin,",
    ...(credentials ? ["    'Access-Control-Allow-Credentials': 'true',"] : []),
    `    'Access-Control-Allow-Methods': ${quoted(methods.join(', '))},`,
    "    'Access-Control-Allow-Headers': request.headers.get('Access-Control-Request-Headers') ?? '',",
    '  }',
    '}',
    opening,
    "  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: corsHeaders(request) })",
    `  const response = await ${call} // what you have now`,
    '  const answer = new Response(response.body, response)',
    '  for (const [name, value] of Object.entries(corsHeaders(request))) answer.headers.set(name, value)',
    '  return answer',
    closing,
  ].join('\n')
}

export const workers: RecipeEntry = {
  title: 'Cloudflare Workers',
  place: 'Around the handler you have; an error that it throws has to be caught to carry the headers.',
  executed: false,
  code: (wanted) =>
    fetchHandler(wanted, 'export default { async fetch(request, env) {', 'handle(request, env)', '} }'),
}

export const supabase: RecipeEntry = {
  title: 'Supabase functions',
  place:
    'Around the handler. Deploy with `--no-verify-jwt`, or the gateway refuses calls without a token before the function runs.',
  executed: false,
  code: (wanted) => fetchHandler(wanted, 'Deno.serve(async (request) => {', 'handle(request)', '})'),
}

export const firebase: RecipeEntry = {
  title: 'Firebase functions',
  place:
    'Second generation. A function that cannot be invoked publicly answers preflights with 403, hence `invoker`.',
  executed: false,
  code: ({ origins }) =>
    `export const api = onRequest({ cors: ${listed(origins)}, invoker: 'public' }, (request, response) => {\n  // what you have now\n})`,
}
