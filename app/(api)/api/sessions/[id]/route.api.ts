import { z } from 'zod'
import { withSession } from '@/lib/gate/handler'
import { problems } from '@/lib/gate/problem'
import { clearedSessionCookies } from '@/lib/session/cookie'
import { revokeSession } from '@/lib/session/rows'

const sessionId = z.uuid()

/** Ends one of one's own sessions; the next request that carries it is refused, on every instance. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = withSession({
  async DELETE({ request, params, session: { user, session }, settings }) {
    const { data: id } = sessionId.safeParse(params.id)
    if (!id || !(await revokeSession(user.id, id))) throw problems.notFound()
    if (id !== session.id) return new Response(null, { status: 204 })
    const { pathname } = new URL(request.url)
    const cleared = clearedSessionCookies(new URL(pathname, settings.config.apiOrigin))
    return new Response(null, { status: 204, headers: cleared.map((line) => ['set-cookie', line]) })
  },
})
