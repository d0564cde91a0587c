import { listUsers } from '@/lib/auth/user-administration'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.administeredUsers, {
  async GET({ query, headers }) {
    const users = await listUsers(query)
    const last = users.at(-1)
    if (last && users.length === query.limit) {
      const next = new URLSearchParams({ after: last.username, limit: String(query.limit) })
      headers.set('link', `</api/admin/users?${next}>; rel="next"`)
    }
    return { users }
  },
})
