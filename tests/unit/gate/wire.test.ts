import { expect, test } from 'vitest'
import { bringToGate, gateTarget } from '@/lib/gate/wire'

test.each([
  ['/api/health', '/api/health'],
  ['/api/health/', '/api/health/'],
  ['/api/health?x=//y', '/api/health?x=//y'],
  ['/api/users/%61da', '/api/users/%61da'],
  ['http://evil.example/api/health?x', '/api/health?x'],
  ['HTTPS://evil.example', '/'],
  ['*', '/'],
  ['', '/'],
  ['//evil.example/', '/'],
  ['/\\evil.example', '/'],
  ['/api//health', '/'],
  ['/api/health//', '/'],
  ['/api/users/%ff', '/'],
  ['/api/users/%c3%28', '/'],
  ['/api/users/%00', '/'],
  ['/api/users/%c3%a9', '/api/users/%c3%a9'],
  ['/api/../api/health', '/'],
  ['/api/%2e%2E/health', '/'],
  ['/api/%', '/'],
  ['/api/%f', '/'],
  ['/api/health?x=%', '/api/health?x=%'],
  ['/api/health?x=%ff%zz//', '/api/health?x=%ff%zz//'],
  ['/api/health#fragment', '/'],
  ['/api/a b', '/'],
  ['/api/é', '/'],
  ['/_next/static/x.js', '/'],
  ['/_nextra', '/'],
  ['/favicon.ico', '/'],
  ['evil.example:443', '/'],
])('the target %j is taken for %j', (sent, taken) => {
  expect(gateTarget(sent)).toBe(taken)
})

const request = (headers: Record<string, string>, headerCount = 1) => ({
  method: 'GET',
  url: '/api/health',
  headers,
  rawHeaders: Array.from({ length: 2 * headerCount }, () => ''),
})

test('an Origin that may have been dropped is nobody', () => {
  const complete = request({}, 999)
  bringToGate(complete)
  expect(complete.headers).toEqual({})
  for (const headers of [{}, { origin: 'https://app.example.com' }]) {
    const cut = request(headers, 1_000)
    bringToGate(cut)
    expect(cut.headers).toEqual({ origin: 'null' })
  }
})

test('several types of content are all of them', () => {
  const typed = {
    ...request({ 'content-type': 'application/json' }),
    rawHeaders: ['Content-Type', 'application/json', 'Accept', 'content-type', 'content-type', 'text/plain'],
  }
  bringToGate(typed)
  expect(typed.headers).toEqual({ 'content-type': 'application/json, text/plain' })
})

test('what pages send to Next.js does not get there, and everything else does', () => {
  const mixed = request({ rsc: '1', 'next-action': 'x', 'x-nextjs-data': '1', cookie: 'a', nextcloud: 'b' })
  bringToGate(mixed)
  expect(mixed.headers).toEqual({ cookie: 'a', nextcloud: 'b' })
})

test('TRACE becomes a method that Request can have and no route offers', () => {
  const trace = { ...request({}), method: 'TRACE' }
  bringToGate(trace)
  expect(trace.method).toBe('PUT')
})
