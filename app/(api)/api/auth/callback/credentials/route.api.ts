import { clientAddress } from '@/lib/auth/client-address'
import { runNextAuth } from '@/lib/auth/next-auth'
import { countPasswordCheck } from '@/lib/auth/rate-limits'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'

/** An unknown user, a wrong password and a disabled user get the same answer. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.signIn, {
  async POST(call) {
    const passwordWasRight = await countPasswordCheck(call.body.username, clientAddress(call))
    const answer = await runNextAuth(call, contract.signIn.schemas.POST.answer, call.body)
    await passwordWasRight()
    return answer
  },
})
