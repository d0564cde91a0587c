import { allowedPageOf } from '@/lib/auth/page-origin'
import { registrationOptions } from '@/lib/auth/passkeys'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.newPasskey, {
  async POST(call) {
    const asking = { origin: allowedPageOf(call), config: call.settings.config }
    return { ...(await registrationOptions(call.session.user, asking)) }
  },
})
