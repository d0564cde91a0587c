import type { SessionRow } from '@/lib/db/schema'
import type { Call } from '@/lib/gate/handler'
import { clearedOtherForms } from '@/lib/session/cookie'
import { issueSessionCookie } from '@/lib/session/issue'
import { createSession, type LiveSession, revokeSession } from '@/lib/session/rows'
import { audit } from './audit'

/**
 * Starts a session for a user who has proved who they are, and adds its cookie to the answer. It replaces the session
 * that this browser had.
 * @param via how they did, such as a provider's id
 */
export async function startSession(
  call: Call<LiveSession | null>,
  userId: string,
  via: string,
): Promise<SessionRow> {
  const { request, settings, session: replaced, headers } = call
  const userAgent = request.headers.get('user-agent') ?? ''
  const origin = request.headers.get('origin') ?? ''
  const session = await createSession({ userId, userAgent, origin, via }, settings.config)
  if (replaced) await revokeSession(replaced.user.id, replaced.session.id)
  await audit(call, 'sign_in', userId)
  headers.append('set-cookie', await issueSessionCookie(session, settings))
  const { protocol } = new URL(settings.config.apiOrigin)
  const others = clearedOtherForms(request.headers.get('cookie'), settings.cookie, protocol)
  for (const line of others) headers.append('set-cookie', line)
  return session
}
