import { contract } from '@/lib/contract'
import { createOrigin, listOrigins } from '@/lib/db/origins'
import { implement } from '@/lib/gate/handler'
import { nextPage, startOf } from '@/lib/gate/pages'
import { entryOf, exists, refuseUnlessAllowed } from './entry'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.origins, {
  async GET({ query: { q = '', cursor, limit }, session: { user }, headers, request }) {
    const { rows, next } = await listOrigins({ search: q, place: startOf(cursor), limit })
    nextPage(headers, request, next)
    return { origins: rows.map((row) => entryOf(row, user)) }
  },

  async POST({ body, session: { user }, settings, headers }) {
    refuseUnlessAllowed(body.origin, settings)
    const expiresAt = body.expiresAt ? new Date(body.expiresAt) : null
    const row = await createOrigin({ ...body, expiresAt, addedById: user.id })
    if (!row) throw exists()
    headers.set('location', `/api/origins/${row.id}`)
    return entryOf({ ...row, addedBy: user.username }, user)
  },
})
