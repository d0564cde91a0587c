import { describeSession, runNextAuth } from '@/lib/auth/next-auth'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.currentSession, {
  GET: (call) =>
    // next-auth knows cookies alone.
    call.session?.byToken
      ? describeSession(call.session, call.settings.config)
      : runNextAuth(call, contract.currentSession.schemas.GET.answer),
})
