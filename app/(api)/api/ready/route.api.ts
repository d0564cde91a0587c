import { sql } from 'drizzle-orm'
import { database } from '@/lib/db/client'
import { withoutSession } from '@/lib/gate/handler'
import { Problem } from '@/lib/gate/problem'
import { log } from '@/lib/log'

/** The process can do its work: its database answers. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = withoutSession({
  async GET({ requestId }) {
    try {
      await (await database()).execute(sql`select 1`)
    } catch (error) {
      log.error({ event: 'database_unreachable', requestId, err: error })
      throw new Problem(503, 'not_ready', 'Not ready', 'The database does not answer. Try again shortly.')
    }
    return Response.json({ status: 'ready' })
  },
})
