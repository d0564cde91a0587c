import { audit } from '@/lib/auth/audit'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'
import { problems } from '@/lib/gate/problem'
import { clearedSessionCookies } from '@/lib/session/cookie'
import { revokeSession } from '@/lib/session/rows'

/** The next request that carries the ended session is refused, on every instance. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.session, {
  async DELETE(call) {
    const {
      request,
      params: { id },
      session: { user, session },
      settings,
      headers,
    } = call
    if (!(await revokeSession(user.id, id))) throw problems.notFound()
    await audit(call, 'session_revoked', user.id)
    if (id !== session.id) return
    const { pathname } = new URL(request.url)
    for (const cookie of clearedSessionCookies(new URL(pathname, settings.config.apiOrigin))) {
      headers.append('set-cookie', cookie)
    }
  },
})
