import { compilePolicy, decide } from '@next-cross-origin/cors'

const policy = compilePolicy({ origins: ['https://app.example.com'], credentials: true })

function answer(request: Request): Response {
  const { allow, kind, headers } = decide(policy, request)
  const sent = new Headers(headers.map(([name, value]): [string, string] => [name, value]))
  if (!allow) return new Response(null, { status: 403, headers: sent })
  if (kind === 'preflight') return new Response(null, { status: 204, headers: sent })
  return new Response('hello', { headers: sent })
}

export { answer as GET, answer as OPTIONS }
