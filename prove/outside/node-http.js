import { once } from 'node:events'
import { createServer } from 'node:http'
import { compilePolicy, decide } from '@next-cross-origin/cors'

const policy = compilePolicy({ origins: ['https://app.example.com'], credentials: true })

const server = createServer((request, response) => {
  const { method = 'GET', headers } = request
  const decision = decide(policy, {
    method,
    headers: { get: (name) => /** @type {string | undefined} */ (headers[name]) ?? null },
  })
  for (const [name, value] of decision.headers) response.setHeader(name, value)
  if (!decision.allow) response.writeHead(403).end()
  else if (decision.kind === 'preflight') response.writeHead(204).end()
  else response.end('hello')
})
await once(server.listen(0), 'listening')
const address = server.address()
if (address === null || typeof address === 'string') throw new Error('The server listens on no port.')
console.log(`http://localhost:${address.port}`)
