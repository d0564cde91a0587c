import { compilePolicy, decide } from '@next-cross-origin/cors'
import { expect, test } from 'vitest'
import { type AnswerContext, completeAnswer, mergeVary } from '@/lib/gate/answer'

const policy = compilePolicy({ origins: ['https://app.example.com'], credentials: true })
const decision = decide(policy, {
  method: 'GET',
  headers: new Headers({ origin: 'https://app.example.com' }),
})
const context: AnswerContext = {
  requestId: 'id',
  decision,
  varies: new Set(['Origin']),
  asked: { method: 'GET', route: '/api/health', startedAt: 0, logShare: 0 },
  dependsOnSession: false,
}

test.each([
  [null, 'Origin', 'Origin'],
  ['', 'Origin', 'Origin'],
  ['Accept', 'Origin', 'Accept, Origin'],
  ['origin, Accept', 'Origin', 'origin, Accept'],
  ['Accept,  ,Accept', 'Origin, Cookie', 'Accept, Origin, Cookie'],
  ['*', 'Origin', '*'],
])('Vary %j merged with %j is %j', (present, added, merged) => {
  expect(mergeVary(present, added)).toBe(merged)
})

test('a handler cannot set Access-Control-* itself', () => {
  const answer = completeAnswer(
    new Response(null, {
      headers: {
        'Access-Control-Allow-Origin': '*',
        'Access-Control-Allow-Credentials': 'false',
        'Access-Control-Expose-Headers': 'x-secret',
        'Access-Control-Anything': 'x',
      },
    }),
    context,
  )
  const sent = [...answer.headers].filter(([name]) => name.startsWith('access-control-'))
  expect(Object.fromEntries(sent)).toEqual({
    'access-control-allow-credentials': 'true',
    'access-control-allow-origin': 'https://app.example.com',
  })
})

test("a handler's own Vary is kept", () => {
  const answer = completeAnswer(new Response(null, { headers: { vary: 'Accept-Language' } }), context)
  expect(answer.headers.get('vary')).toBe('Accept-Language, Origin')
})

test('a handler may let caches keep what depends on nobody', () => {
  const headers = { 'cache-control': 'public, max-age=300' }
  const kept = completeAnswer(new Response(null, { headers }), context)
  expect(kept.headers.get('cache-control')).toBe('public, max-age=300')
  const personal = completeAnswer(new Response(null, { headers }), { ...context, dependsOnSession: true })
  expect(personal.headers.get('cache-control')).toBe('no-store')
  const cookie = completeAnswer(new Response(null, { headers: { ...headers, 'set-cookie': 'a=b' } }), context)
  expect(cookie.headers.get('cache-control')).toBe('no-store')
  expect(cookie.headers.get('vary')).toBe('Origin, Cookie')
})

test('an answer whose headers cannot be written is copied', async () => {
  const answer = completeAnswer(Response.redirect('https://app.example.com/', 303), context)
  expect(answer.status).toBe(303)
  expect(answer.headers.get('x-request-id')).toBe('id')
})
