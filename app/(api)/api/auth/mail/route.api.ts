import { setTimeout as wait } from 'node:timers/promises'
import { clientAddress } from '@/lib/auth/client-address'
import { mailSignInLink } from '@/lib/auth/mail-links'
import { allowedPageOf } from '@/lib/auth/page-origin'
import { countMail } from '@/lib/auth/rate-limits'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'

/** Every answer takes this long at least, so that its time does not tell whether an account has the address. */
const leastMs = 400

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.mailLink, {
  async POST(call) {
    const origin = allowedPageOf(call)
    await countMail([call.body.email], clientAddress(call))
    await Promise.all([mailSignInLink(call.body, origin), wait(leastMs)])
  },
})
