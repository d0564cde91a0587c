import { z } from 'zod'
import { bio, displayName } from '@/lib/auth/accounts'
import { findUser, profileOf, updateUser } from '@/lib/db/users'
import { withSession } from '@/lib/gate/handler'
import { problems } from '@/lib/gate/problem'

const change = z.strictObject({ displayName: displayName.optional(), bio: bio.optional() })

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = withSession({
  async GET({ params }) {
    const user = await findUser(params.username ?? '')
    if (!user) throw problems.notFound()
    return Response.json(profileOf(user))
  },

  async PATCH({ params, session: { user }, json }) {
    if (params.username !== user.username) throw problems.notYours()
    const { displayName, bio } = await json(change)
    const changed = await updateUser(user.id, {
      ...(displayName === undefined ? {} : { displayName }),
      ...(bio === undefined ? {} : { bio }),
    })
    if (!changed) throw problems.notFound()
    return Response.json(profileOf(changed))
  },
})
