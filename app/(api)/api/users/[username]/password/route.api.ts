import { audit } from '@/lib/auth/audit'
import { admitPasswordWork, hashPassword, verifyPassword } from '@/lib/auth/passwords'
import { countPasswordChange } from '@/lib/auth/rate-limits'
import { needsCurrentPassword } from '@/lib/auth/ways-in'
import { contract } from '@/lib/contract'
import { updateUser } from '@/lib/db/users'
import { type Call, implement } from '@/lib/gate/handler'
import { Problem, problems } from '@/lib/gate/problem'
import { revokeTokens } from '@/lib/session/api-tokens'
import { issueSessionCookie } from '@/lib/session/issue'
import { type LiveSession, renewSessionId, revokeOtherSessions } from '@/lib/session/rows'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.password, {
  async PATCH(call) {
    await admitPasswordWork(() => changePassword(call, call.body))
  },
})

/**
 * Ends every other session and every token, and renews this session's id, because whoever knew the old password may be
 * signed in or have made a token.
 */
async function changePassword(
  call: Call<LiveSession>,
  { currentPassword, newPassword }: { currentPassword?: string | undefined; newPassword: string },
): Promise<void> {
  const { user, session } = call.session
  if (newPassword.toLowerCase() === user.username) {
    const message = 'Choose a password that is not your username.'
    throw problems.invalidRequest([{ path: 'newPassword', message }])
  }
  if (needsCurrentPassword(call.session)) await checkCurrentPassword(call, currentPassword)
  await updateUser(user.id, { passwordHash: await hashPassword(newPassword) })
  await revokeOtherSessions(user.id, session.id)
  await revokeTokens(user.id)
  // A page's token lives for minutes, and its visits need the id.
  const renewed = call.session.byToken ? null : await renewSessionId(session.id)
  if (renewed) call.headers.append('set-cookie', await issueSessionCookie(renewed, call.settings))
  await audit(call, 'password_changed', user.id)
}

async function checkCurrentPassword(call: Call<LiveSession>, password: string | undefined): Promise<void> {
  const { user } = call.session
  if (password === undefined) {
    throw problems.invalidRequest([{ path: 'currentPassword', message: 'Enter your current password.' }])
  }
  const counted = await countPasswordChange(user.id)
  if (!(await verifyPassword(password, user.passwordHash))) {
    if (counted.reached) await audit(call, 'limit_reached', user.id)
    const message = 'This is not your current password.'
    throw new Problem('wrong_password', message, { errors: [{ path: 'currentPassword', message }] })
  }
  await counted.wasRight()
}
