import { expect, test } from 'vitest'
import { isForPages } from '@/lib/gate/page-protocol'
import { restoreWhatNodeDrops } from '@/lib/serve/api'
import { gateTarget, isTooLong } from '@/lib/serve/target'

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
  ['evil.example:443', '/'],
])('the target %j is taken for %j', (sent, taken) => {
  expect(gateTarget(sent)).toBe(taken)
})

test.each([
  ['/api/health', false],
  [`/api/health?${'a'.repeat(2_036)}`, false],
  [`/api/health?${'a'.repeat(2_037)}`, true],
  [`/api/health?${'a&'.repeat(63)}`, false],
  [`/api/health?${'a&'.repeat(64)}`, true],
] as const)('a target is bounded in its length and in the parts of its query', (target, expected) => {
  expect(isTooLong(target, 2_048)).toBe(expected)
})

const request = (headers: Record<string, string>, headerCount = 1) => ({
  headers,
  rawHeaders: Array.from({ length: 2 * headerCount }, () => ''),
})

test('an Origin that may have been dropped is nobody', () => {
  const complete = request({}, 999)
  restoreWhatNodeDrops(complete)
  expect(complete.headers).toEqual({})
  for (const headers of [{}, { origin: 'https://app.example.com' }]) {
    const cut = request(headers, 1_000)
    restoreWhatNodeDrops(cut)
    expect(cut.headers).toEqual({ origin: 'null' })
  }
})

test('several types of content are all of them', () => {
  const typed = {
    headers: { 'content-type': 'application/json' },
    rawHeaders: ['Content-Type', 'application/json', 'Accept', 'content-type', 'content-type', 'text/plain'],
  }
  restoreWhatNodeDrops(typed)
  expect(typed.headers).toEqual({ 'content-type': 'application/json, text/plain' })
})

test('headers by which pages and Next.js talk are told from others', () => {
  const names = [
    'rsc',
    'next-action',
    'x-nextjs-data',
    'x-middleware-prefetch',
    'cookie',
    'nextcloud',
    'x-next',
  ]
  expect(names.filter(isForPages)).toEqual(['rsc', 'next-action', 'x-nextjs-data', 'x-middleware-prefetch'])
})
