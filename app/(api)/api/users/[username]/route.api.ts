import { contract } from '@/lib/contract'
import { findUser, profileOf, updateUser } from '@/lib/db/users'
import { implement } from '@/lib/gate/handler'
import { problems } from '@/lib/gate/problem'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.user, {
  async GET({ params }) {
    const user = await findUser(params.username)
    if (!user) throw problems.notFound()
    return profileOf(user)
  },

  async PATCH({ session: { user }, body }) {
    const changed = await updateUser(user.id, body)
    if (!changed) throw problems.notFound()
    return profileOf(changed)
  },
})
