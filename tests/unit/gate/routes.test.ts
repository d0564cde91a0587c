import { expect, test } from 'vitest'
import type { RouteFacts } from '@/lib/contract/routes'
import { compileRoutes, offeredRoutes } from '@/lib/gate/routes'

const route = (path: RouteFacts['path']): RouteFacts => ({ path, session: 'none', methods: { GET: {} } })

/** Routes among which others stand, so that their order of listing decides nothing. */
const paths = [
  '/api/auth/callback/{provider}',
  '/api/notes',
  '/api/users/{username}',
  '/api/auth/callback/credentials',
  '/api/notes/{id}',
  '/api/users/{username}/avatar',
  '/api/{any}/{thing}',
] as const

test('a name wins over a pattern, in whatever order the routes are listed', () => {
  for (let turn = 0; turn < paths.length; turn++) {
    const listed = [...paths.slice(turn), ...paths.slice(0, turn)]
    for (const order of [listed, listed.toReversed()]) {
      const find = compileRoutes(order.map(route))
      expect(find('/api/auth/callback/credentials')?.path).toBe('/api/auth/callback/credentials')
      expect(find('/api/auth/callback/github')?.path).toBe('/api/auth/callback/{provider}')
      expect(find('/api/notes/1')?.path).toBe('/api/notes/{id}')
      expect(find('/api/other/1')?.path).toBe('/api/{any}/{thing}')
    }
  }
})

test('every route of this build without a pattern is found at its own path', () => {
  const find = compileRoutes(offeredRoutes)
  const names = offeredRoutes.filter(({ path }) => !path.includes('{'))
  expect(names.length).toBeGreaterThan(5)
  for (const { path } of names) expect(find(path)?.path).toBe(path)
})
