import type { ApiClient } from '@/lib/client'
import { contract } from '@/lib/contract'
import { routes } from '@/lib/contract/routes'
import { withSchemas } from '@/lib/contract/types'
import { profile } from '@/lib/contract/users'
import { implement } from '@/lib/gate/handler'

/** Returns what the compiler refuses. `npm run typecheck` fails when one of these lines is accepted. */
export async function refused(client: ApiClient) {
  // @ts-expect-error a method without its schemas
  withSchemas(routes.user, { params: contract.user.schemas.params, GET: contract.user.schemas.GET })
  // @ts-expect-error a parameter without its schema
  withSchemas(routes.user, { GET: contract.user.schemas.GET, PATCH: contract.user.schemas.PATCH })
  // @ts-expect-error a JSON body without its schema
  withSchemas(routes.users, { POST: { summary: '', answer: profile } })

  // @ts-expect-error a method without its handler
  implement(contract.user, { GET: () => ada })
  // @ts-expect-error an answer without one of its fields
  implement(contract.avatar, { GET: () => ({}) })
  implement(contract.users, {
    // @ts-expect-error an answer without one of its fields
    POST: () => ({ username: 'ada', displayName: '', bio: '', createdAt: '' }),
  })
  // @ts-expect-error `none` has no session
  implement(contract.health, { GET: ({ session }) => ({ status: session.user.id }) })

  // @ts-expect-error no such route
  await client.call('nothing', 'GET')
  // @ts-expect-error no such method
  await client.call('user', 'DELETE', { params: { username: 'ada' } })
  // @ts-expect-error a parameter is missing
  await client.call('user', 'GET')
  // @ts-expect-error no such field of the body
  await client.call('user', 'PATCH', { params: { username: 'ada' }, body: { name: 'Ada' } })
  // @ts-expect-error no such field of the answer
  ;(await client.call('user', 'GET', { params: { username: 'ada' } })).passwordHash
}

const ada = { username: 'ada', displayName: '', bio: '', createdAt: '', updatedAt: '' }
