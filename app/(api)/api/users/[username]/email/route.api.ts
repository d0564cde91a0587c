import { askForAddress } from '@/lib/auth/mail-links'
import { allowedPageOf } from '@/lib/auth/page-origin'
import { countMail } from '@/lib/auth/rate-limits'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.emailAddress, {
  async PUT(call) {
    const { user } = call.session
    const { email } = call.body
    const origin = allowedPageOf(call)
    await countMail([email, ...(user.email === null ? [] : [user.email])], user.id)
    await askForAddress(user, email, origin)
  },
})
