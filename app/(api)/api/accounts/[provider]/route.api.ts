import { audit } from '@/lib/auth/audit'
import { unlinkAccount } from '@/lib/auth/linked-accounts'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'
import { Problem, problems } from '@/lib/gate/problem'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.linkedAccount, {
  async DELETE(call) {
    const { user } = call.session
    const result = await unlinkAccount(user.id, call.params.provider)
    if (result === 'not_linked') throw problems.notFound()
    if (result === 'last_way_in') {
      throw new Problem(
        'last_way_in',
        'You could not sign in any more without this account. Link another one or set a password first.',
      )
    }
    await audit(call, 'account_unlinked', user.id)
  },
})
