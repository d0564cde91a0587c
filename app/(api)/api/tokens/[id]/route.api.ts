import { audit } from '@/lib/auth/audit'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'
import { problems } from '@/lib/gate/problem'
import { revokeToken } from '@/lib/session/api-tokens'

/** The next request that carries the revoked token is refused, on every instance. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.token, {
  async DELETE(call) {
    const { user } = call.session
    if (!(await revokeToken(user.id, call.params.id))) throw problems.notFound()
    await audit(call, 'token_revoked', user.id)
  },
})
