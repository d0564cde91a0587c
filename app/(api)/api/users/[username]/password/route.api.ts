import { clientAddress } from '@/lib/auth/client-address'
import { hashPassword, verifyPassword } from '@/lib/auth/passwords'
import { countPasswordCheck } from '@/lib/auth/rate-limits'
import { contract } from '@/lib/contract'
import { updateUser } from '@/lib/db/users'
import { implement } from '@/lib/gate/handler'
import { Problem } from '@/lib/gate/problem'
import { revokeOtherSessions } from '@/lib/session/rows'

/** Ends every other session, because whoever knew the old password may be signed in. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.password, {
  async PATCH(call) {
    const { user, session } = call.session
    const { currentPassword, newPassword } = call.body
    const passwordWasRight = await countPasswordCheck(user.username, clientAddress(call))
    if (!(await verifyPassword(currentPassword, user.passwordHash))) {
      const message = 'This is not your current password.'
      throw new Problem('wrong_password', message, { errors: [{ path: 'currentPassword', message }] })
    }
    await passwordWasRight()
    await updateUser(user.id, { passwordHash: await hashPassword(newPassword) })
    await revokeOtherSessions(user.id, session.id)
  },
})
