import { eq } from 'drizzle-orm'
import { audit } from '@/lib/auth/audit'
import { removeWayIn } from '@/lib/auth/ways-in'
import { contract } from '@/lib/contract'
import { passkeys } from '@/lib/db/schema'
import { implement } from '@/lib/gate/handler'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.passkey, {
  async DELETE(call) {
    const { user } = call.session
    await removeWayIn(user.id, passkeys, eq(passkeys.id, call.params.id))
    await audit(call, 'passkey_removed', user.id)
  },
})
