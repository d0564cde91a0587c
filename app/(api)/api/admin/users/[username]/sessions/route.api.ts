import { audit } from '@/lib/auth/audit'
import { endSessions } from '@/lib/auth/user-administration'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'
import { problems } from '@/lib/gate/problem'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.administeredSessions, {
  async DELETE(call) {
    const ended = await endSessions(call.params.username)
    if (ended === null) throw problems.notFound()
    await audit(call, 'sessions_ended', ended.userId)
    return { revoked: ended.sessions }
  },
})
