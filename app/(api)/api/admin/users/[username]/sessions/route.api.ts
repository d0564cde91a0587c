import { endSessions } from '@/lib/auth/user-administration'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'
import { problems } from '@/lib/gate/problem'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.administeredSessions, {
  async DELETE({ params }) {
    const revoked = await endSessions(params.username)
    if (revoked === null) throw problems.notFound()
    return { revoked }
  },
})
