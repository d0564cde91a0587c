import { z } from 'zod'
import { newPassword } from '@/lib/auth/accounts'
import { clientAddress } from '@/lib/auth/client-address'
import { hashPassword, verifyPassword } from '@/lib/auth/passwords'
import { countPasswordCheck } from '@/lib/auth/rate-limits'
import { updateUser } from '@/lib/db/users'
import { withSession } from '@/lib/gate/handler'
import { Problem, problems } from '@/lib/gate/problem'
import { revokeOtherSessions } from '@/lib/session/rows'

const change = z.strictObject({ currentPassword: z.string().max(256), newPassword })

/** Changes one's own password, and ends every other session: whoever knew the old one is out. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = withSession({
  async PATCH(call) {
    const { user, session } = call.session
    if (call.params.username !== user.username) throw problems.notYours()
    const { currentPassword, newPassword } = await call.json(change)
    const passwordWasRight = await countPasswordCheck(user.username, clientAddress(call))
    if (!(await verifyPassword(currentPassword, user.passwordHash))) {
      const message = 'The current password is not this one.'
      throw new Problem(403, 'wrong_password', 'Wrong password', message, {
        errors: [{ path: 'currentPassword', message }],
      })
    }
    await passwordWasRight()
    await updateUser(user.id, { passwordHash: await hashPassword(newPassword) })
    await revokeOtherSessions(user.id, session.id)
    return new Response(null, { status: 204 })
  },
})
