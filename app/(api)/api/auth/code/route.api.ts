import { auditFailedSignIn } from '@/lib/auth/audit'
import { clientAddress } from '@/lib/auth/client-address'
import { issueHandover } from '@/lib/auth/handover'
import { allowedPageOf } from '@/lib/auth/page-origin'
import { admitPasswordWork, userByPassword } from '@/lib/auth/passwords'
import { countPasswordCheck } from '@/lib/auth/rate-limits'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'
import { Problem, problems } from '@/lib/gate/problem'

/** The form token of next-auth needs a cookie. Here the type of the body and the checked origin prevent forged forms. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.passwordCode, {
  async POST(call) {
    if (!call.settings.config.pageTokens) throw problems.notFound()
    const origin = allowedPageOf(call)
    const { username, password, challenge } = call.body
    return admitPasswordWork(async () => {
      const counted = await countPasswordCheck(username, clientAddress(call))
      const user = await userByPassword(username, password)
      if (user === null) {
        // Not waited for: the time of the answer must not tell whether there is such an account.
        void auditFailedSignIn(call, username, counted.reached)
        throw new Problem('invalid_credentials', 'No account has this username and password.')
      }
      await counted.wasRight()
      const subject = { userId: user.id, link: null, via: 'password' } as const
      return { code: await issueHandover(subject, { challenge, origin }) }
    })
  },
})
