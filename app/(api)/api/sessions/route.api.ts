import Bowser from 'bowser'
import { withSession } from '@/lib/gate/handler'
import { listSessions, revokeOtherSessions } from '@/lib/session/rows'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = withSession({
  /** One's own living sessions, the last used first. */
  async GET({ session: { user, session: current }, settings }) {
    const rows = await listSessions(user.id, settings.config)
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
    return Response.json({ sessions })
  },

  /** Signs out everywhere else. */
  async DELETE({ session: { user, session } }) {
    return Response.json({ revoked: await revokeOtherSessions(user.id, session.id) })
  },
})

/** What a person recognises of a browser: "Firefox on Linux". */
function browserOf(userAgent: string): string {
  const { browser, os } = Bowser.parse(userAgent || ' ')
  return [browser.name || 'Unknown browser', ...(os.name ? [`on ${os.name}`] : [])].join(' ')
}
