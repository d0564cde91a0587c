import { clientAddress } from '@/lib/auth/client-address'
import { allowedPageOf } from '@/lib/auth/page-origin'
import { signInOptions } from '@/lib/auth/passkeys'
import { countRoundTrip } from '@/lib/auth/rate-limits'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.passkeyChallenge, {
  async POST(call) {
    const origin = allowedPageOf(call)
    await countRoundTrip(clientAddress(call))
    return { ...(await signInOptions({ origin, config: call.settings.config })) }
  },
})
