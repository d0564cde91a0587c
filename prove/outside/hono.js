import { once } from 'node:events'
import { createServer } from 'node:http'
import { compilePolicy, decide } from '@next-cross-origin/cors'
import { Hono } from 'hono'

const policy = compilePolicy({ origins: ['https://app.example.com'], credentials: true })

const app = new Hono()
app.use(async (context, next) => {
  const decision = decide(policy, context.req.raw)
  for (const [name, value] of decision.headers) context.header(name, value)
  if (!decision.allow) return context.body(null, 403)
  if (decision.kind === 'preflight') return context.body(null, 204)
  return next()
})
app.get('/', (context) => context.text('hello'))

const server = createServer(async ({ method = 'GET', headers }, response) => {
  const sent = new Headers()
  for (const [name, value] of Object.entries(headers)) sent.set(name, String(value))
  const answer = await app.fetch(new Request('http://localhost/', { method, headers: sent }))
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text())
})
await once(server.listen(0), 'listening')
const address = server.address()
if (address === null || typeof address === 'string') throw new Error('The server listens on no port.')
console.log(`http://localhost:${address.port}`)
