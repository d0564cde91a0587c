import { audit } from '@/lib/auth/audit'
import { removePasskey } from '@/lib/auth/passkeys'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'
import { Problem, problems } from '@/lib/gate/problem'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.passkey, {
  async DELETE(call) {
    const { user } = call.session
    const result = await removePasskey(user.id, call.params.id)
    if (result === 'not_found') throw problems.notFound()
    if (result === 'last_way_in') {
      throw new Problem(
        'last_way_in',
        'You could not sign in any more without this passkey. Set a password or link an account first.',
      )
    }
    await audit(call, 'passkey_removed', user.id)
  },
})
