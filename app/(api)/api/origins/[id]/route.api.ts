import { contract } from '@/lib/contract'
import { deleteOrigin, findOrigin, type ListedOrigin, updateOrigin } from '@/lib/db/origins'
import type { UserRow } from '@/lib/db/schema'
import { implement } from '@/lib/gate/handler'
import { Problem, problems } from '@/lib/gate/problem'
import { entryOf, exists, isEditable, refuseUnlessAllowed } from '../entry'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.origin, {
  async PATCH({ params, body, session: { user }, settings }) {
    const { addedBy } = await editableOrigin(params.id, user)
    if (body.origin !== undefined) refuseUnlessAllowed(body.origin, settings)
    const { expiresAt, ...change } = body
    const changed = await updateOrigin(params.id, {
      ...change,
      ...(expiresAt === undefined ? {} : { expiresAt: expiresAt === null ? null : new Date(expiresAt) }),
    })
    if (changed === 'taken') throw exists()
    if (!changed) throw problems.notFound()
    return entryOf({ ...changed, addedBy }, user)
  },

  async DELETE({ params, session: { user } }) {
    await editableOrigin(params.id, user)
    if (!(await deleteOrigin(params.id))) throw problems.notFound()
  },
})

/** Finds an entry that this user may change. @throws Problem 404, or 403 for an entry of somebody else */
async function editableOrigin(id: string, user: UserRow): Promise<ListedOrigin> {
  const found = await findOrigin(id)
  if (!found) throw problems.notFound()
  if (!isEditable(found, user)) {
    throw new Problem('forbidden', 'Somebody else added this origin. Ask them or an admin to change it.')
  }
  return found
}
