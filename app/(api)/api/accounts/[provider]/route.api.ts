import { eq } from 'drizzle-orm'
import { audit } from '@/lib/auth/audit'
import { removeWayIn } from '@/lib/auth/ways-in'
import { contract } from '@/lib/contract'
import { accounts } from '@/lib/db/schema'
import { implement } from '@/lib/gate/handler'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.linkedAccount, {
  async DELETE(call) {
    const { user } = call.session
    await removeWayIn(user.id, accounts, eq(accounts.provider, call.params.provider))
    await audit(call, 'account_unlinked', user.id)
  },
})
