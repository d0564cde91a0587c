import { contract } from '@/lib/contract'
import { profileOf, updateUser } from '@/lib/db/users'
import { implement } from '@/lib/gate/handler'
import { problems } from '@/lib/gate/problem'

/** Answers servers and phones, which call with a token: docs/routes.md. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.me, {
  GET: ({ session: { user } }) => profileOf(user),

  async PATCH({ session: { user }, body }) {
    const changed = await updateUser(user.id, body)
    if (!changed) throw problems.notFound()
    return profileOf(changed)
  },
})
