import { issueHandover } from '@/lib/auth/handover'
import { allowedPageOf } from '@/lib/auth/page-origin'
import { userOfPasskey } from '@/lib/auth/passkeys'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.passkeySignIn, {
  async POST(call) {
    const origin = allowedPageOf(call)
    const { response, challenge } = call.body
    const { id: userId } = await userOfPasskey(response, { origin, config: call.settings.config })
    return { code: await issueHandover({ userId, link: null, via: 'passkey' }, { challenge, origin }) }
  },
})
