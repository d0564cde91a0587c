import * as z from 'zod/mini'
import { audit } from '@/lib/auth/audit'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'
import { problems } from '@/lib/gate/problem'
import { browserName } from '@/lib/session/browser-name'
import { listSessions, revokeOtherSessions, type SessionCursor } from '@/lib/session/rows'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.sessions, {
  async GET({ session: { user, session: current }, settings, query: { cursor, limit }, headers }) {
    const after = cursor === undefined ? undefined : readCursor(cursor)
    const { rows, next } = await listSessions(user.id, settings.config, {
      after,
      ...(limit === undefined ? {} : { limit }),
    })
    if (next) {
      const search = new URLSearchParams({ cursor: writeCursor(next), limit: String(rows.length) })
      headers.set('link', `<${settings.config.apiOrigin}/api/sessions?${search}>; rel="next"`)
    }
    const sessions = rows.map(({ id, userAgent, origin, createdAt, lastSeenAt, expiresAt }) => ({
      id,
      current: id === current.id,
      browser: browserName(userAgent),
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

const writeCursor = ({ lastSeenAt, id }: SessionCursor) => `${lastSeenAt.toISOString()}_${id}`

const cursorParts = z.tuple([z.iso.datetime(), z.uuid()])

/** @throws Problem 400 for a cursor that this API did not make */
function readCursor(cursor: string): SessionCursor {
  const { data } = cursorParts.safeParse(cursor.split('_'))
  if (!data)
    throw problems.invalidRequest([{ path: 'cursor', message: 'This is not a cursor of this list.' }])
  return { lastSeenAt: new Date(data[0]), id: data[1] }
}
