import { createServer, type Server } from 'node:http'
import fastifyCors from '@fastify/cors'
import { serve } from '@hono/node-server'
import cors from 'cors'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import { cors as honoCors } from 'hono/cors'

/**
 * `node --import tsx server.ts <peer> <port>`: one peer, with its own CORS middleware and the policy of the benchmark,
 * answering `{"status":"ok"}` at `/api/health`.
 */
const origins = ['https://app.example.com', 'http://localhost:3000']
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']
const requestHeaders = ['content-type', 'x-auth-return-redirect', 'x-request-id']
const exposedHeaders = ['x-request-id', 'retry-after', 'link']
const maxAge = 7_200
const shared = {
  origin: origins,
  methods,
  allowedHeaders: requestHeaders,
  exposedHeaders,
  maxAge,
  credentials: true,
}

/** `node:http` with nothing around it: what any server in Node.js can reach at the most. */
function serveRaw(port: number): Server {
  const body = JSON.stringify({ status: 'ok' })
  return createServer((request, response) => {
    const { origin = '' } = request.headers
    const allowed = origins.includes(origin)
    response.setHeader('vary', 'Origin')
    if (allowed) {
      response.setHeader('access-control-allow-origin', origin)
      response.setHeader('access-control-allow-credentials', 'true')
    }
    if (request.method === 'OPTIONS') {
      response.setHeader('access-control-allow-methods', methods.join(','))
      response.setHeader('access-control-allow-headers', requestHeaders.join(','))
      response.writeHead(allowed ? 204 : 403).end()
      return
    }
    response.setHeader('content-type', 'application/json')
    response.writeHead(allowed ? 200 : 403).end(body)
  }).listen(port)
}

const peers: Readonly<Record<string, (port: number) => unknown>> = {
  'node:http': serveRaw,
  async fastify(port) {
    const server = fastify()
    await server.register(fastifyCors, shared)
    server.get('/api/health', async () => ({ status: 'ok' }))
    await server.listen({ port, host: '::' })
  },
  express(port) {
    const server = express()
    server.use(cors(shared))
    server.get('/api/health', (_request, response) => {
      response.json({ status: 'ok' })
    })
    server.listen(port)
  },
  hono(port) {
    const server = new Hono()
    server.use(
      honoCors({
        origin: origins,
        allowMethods: methods,
        allowHeaders: requestHeaders,
        exposeHeaders: exposedHeaders,
        maxAge,
        credentials: true,
      }),
    )
    server.get('/api/health', (context) => context.json({ status: 'ok' }))
    serve({ fetch: server.fetch, port })
  },
}

const [name = '', port] = process.argv.slice(2)
const start = peers[name]
if (start === undefined) {
  console.error(`Usage: server.ts ${Object.keys(peers).join('|')} PORT`)
  process.exit(2)
}
await start(Number(port))
