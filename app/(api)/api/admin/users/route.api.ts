import { listUsers } from '@/lib/auth/user-administration'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'
import { nextPage } from '@/lib/gate/pages'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.administeredUsers, {
  async GET({ query: { cursor, limit }, headers, request }) {
    const { users, next } = await listUsers(cursor, limit)
    nextPage(headers, request, next)
    return { users }
  },
})
