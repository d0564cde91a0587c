import { runNextAuth } from '@/lib/auth/next-auth'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'
import { revokeSession } from '@/lib/session/rows'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.signOut, {
  async POST(call) {
    // The form token guards a cookie. No other page can send a page's token.
    if (!call.session?.byToken) return runNextAuth(call, contract.signOut.schemas.POST.answer, call.body)
    await revokeSession(call.session.user.id, call.session.session.id)
    return { url: call.settings.config.apiOrigin }
  },
})
