import { recentEvents } from '@/lib/auth/audit'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'
import { browserName } from '@/lib/session/browser-name'

/** More than fit on a screen; the log has the rest. */
const mostEvents = 50

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.activity, {
  async GET({ session: { user } }) {
    const rows = await recentEvents(user.id, mostEvents)
    const events = rows.map(({ id, at, kind, userAgent, address, requestId }) => ({
      id,
      at: at.toISOString(),
      kind,
      browser: browserName(userAgent),
      address,
      requestId,
    }))
    return { events }
  },
})
