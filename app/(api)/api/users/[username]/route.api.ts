import { z } from 'zod'
import { findUser, profileOf, updateUser } from '@/lib/db/users'
import { withSession } from '@/lib/gate/handler'
import { Problem, problems } from '@/lib/gate/problem'

const change = z.strictObject({
  displayName: z
    .string('The display name is text.')
    .trim()
    .min(1, 'The display name cannot be empty.')
    .max(80, 'The display name has 80 characters at the most.')
    .optional(),
  bio: z.string('The bio is text.').trim().max(500, 'The bio has 500 characters at the most.').optional(),
})

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = withSession({
  async GET({ params }) {
    const user = await findUser(params.username ?? '')
    if (!user) throw problems.notFound()
    return Response.json(profileOf(user))
  },

  async PATCH({ params, session: { user }, json }) {
    if (params.username !== user.username) {
      throw new Problem(403, 'forbidden', 'Not yours', 'You can change your own profile only.')
    }
    const { displayName, bio } = await json(change)
    const changed = await updateUser(user.id, {
      ...(displayName === undefined ? {} : { displayName }),
      ...(bio === undefined ? {} : { bio }),
    })
    if (!changed) throw problems.notFound()
    return Response.json(profileOf(changed))
  },
})
