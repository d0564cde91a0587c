import { z } from 'zod'
import { withSession } from '@/lib/gate/handler'
import { problems } from '@/lib/gate/problem'
import { clearedSessionCookie } from '@/lib/session/cookie'
import { revokeSession } from '@/lib/session/rows'

const sessionId = z.uuid()

/** Ends one of one's own sessions; the next request that carries it is refused, on every instance. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = withSession({
  async DELETE({ params, session: { user, session }, settings }) {
    const { data: id } = sessionId.safeParse(params.id)
    if (!id || !(await revokeSession(user.id, id))) throw problems.notFound()
    const headers = id === session.id ? { 'set-cookie': clearedSessionCookie(settings.cookie) } : {}
    return new Response(null, { status: 204, headers })
  },
})
