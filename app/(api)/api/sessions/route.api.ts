import Bowser from 'bowser'
import { audit } from '@/lib/auth/audit'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'
import { listSessions, revokeOtherSessions } from '@/lib/session/rows'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.sessions, {
  async GET({ session: { user, session: current }, settings }) {
    const { rows } = await listSessions(user.id, settings.config)
    const sessions = rows.map(({ id, userAgent, origin, createdAt, lastSeenAt, expiresAt }) => ({
      id,
      current: id === current.id,
      browser: browserOf(userAgent),
      userAgent,
      origin,
      createdAt: createdAt.toISOString(),
      lastSeenAt: lastSeenAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    }))
    return { sessions }
  },

  async DELETE(call) {
    const { user, session } = call.session
    const revoked = await revokeOtherSessions(user.id, session.id)
    if (revoked > 0) await audit(call, 'sessions_revoked', user.id)
    return { revoked }
  },
})

/** Names a browser as a person would: "Firefox on Linux". */
function browserOf(userAgent: string): string {
  const { browser, os } = Bowser.parse(userAgent || ' ')
  return [browser.name || 'Unknown browser', ...(os.name ? [`on ${os.name}`] : [])].join(' ')
}
