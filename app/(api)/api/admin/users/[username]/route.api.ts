import { administer } from '@/lib/auth/user-administration'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'
import { Problem, problems } from '@/lib/gate/problem'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.administeredUser, {
  async PATCH({ params, body }) {
    const result = await administer(params.username, body)
    if (result === 'not_found') throw problems.notFound()
    if (result === 'last_admin') {
      throw new Problem('last_admin', 'This is the last administrator. Give another user the role first.')
    }
  },
})
