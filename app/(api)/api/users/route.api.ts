import { z } from 'zod'
import { displayName, newPassword, username } from '@/lib/auth/accounts'
import { clientAddress } from '@/lib/auth/client-address'
import { hashPassword } from '@/lib/auth/passwords'
import { countSignUp } from '@/lib/auth/rate-limits'
import { createUser, profileOf } from '@/lib/db/users'
import { withoutSession } from '@/lib/gate/handler'
import { Problem } from '@/lib/gate/problem'

const signUp = z.strictObject({ username, password: newPassword, displayName: displayName.optional() })

/** Signs up. Signing in is a call of its own. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = withoutSession({
  async POST(call) {
    const { username, password, displayName = username } = await call.json(signUp)
    await countSignUp(clientAddress(call))
    const user = await createUser({ username, displayName, passwordHash: await hashPassword(password) })
    if (!user) {
      throw new Problem(409, 'username_taken', 'The username is taken', 'Choose another username.', {
        errors: [{ path: 'username', message: 'This username is taken.' }],
      })
    }
    return Response.json(profileOf(user), {
      status: 201,
      headers: { location: `/api/users/${user.username}` },
    })
  },
})
