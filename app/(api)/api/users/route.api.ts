import { audit } from '@/lib/auth/audit'
import { clientAddress } from '@/lib/auth/client-address'
import { admitPasswordWork, hashPassword } from '@/lib/auth/passwords'
import { countSignUp } from '@/lib/auth/rate-limits'
import { contract } from '@/lib/contract'
import { createUser, profileOf } from '@/lib/db/users'
import { implement } from '@/lib/gate/handler'
import { Problem } from '@/lib/gate/problem'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.users, {
  async POST(call) {
    const { username, password, displayName = username } = call.body
    const user = await admitPasswordWork(async () => {
      await countSignUp(clientAddress(call))
      return createUser({ username, displayName, passwordHash: await hashPassword(password) })
    })
    if (!user) {
      throw new Problem('username_taken', 'Choose another username.', {
        errors: [{ path: 'username', message: 'This username is taken. Choose another.' }],
      })
    }
    await audit(call, 'sign_up', user.id)
    call.headers.set('location', `/api/users/${user.username}`)
    return profileOf(user)
  },
})
