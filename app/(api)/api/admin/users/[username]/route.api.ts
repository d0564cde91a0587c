import { audit } from '@/lib/auth/audit'
import { administer } from '@/lib/auth/user-administration'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'
import { Problem, problems } from '@/lib/gate/problem'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.administeredUser, {
  async PATCH(call) {
    const { params, body } = call
    const result = await administer(params.username, body)
    if (result === 'not_found') throw problems.notFound()
    if (result === 'last_admin') {
      throw new Problem('last_admin', 'This is the last administrator. Give another user the role first.')
    }
    if (body.role !== undefined) await audit(call, 'role_changed', result.id)
    if (body.disabled !== undefined) {
      await audit(call, body.disabled ? 'user_disabled' : 'user_enabled', result.id)
    }
  },
})
