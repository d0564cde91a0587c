import { sql } from 'drizzle-orm'
import { contract } from '@/lib/contract'
import { database } from '@/lib/db/client'
import { implement } from '@/lib/gate/handler'
import { Problem } from '@/lib/gate/problem'
import { log } from '@/lib/log'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.ready, {
  async GET({ requestId }) {
    try {
      await (await database()).execute(sql`select 1`)
    } catch (error) {
      log.error({ event: 'database_unreachable', requestId, err: error })
      throw new Problem('not_ready', 'The database does not answer. Try again shortly.')
    }
    return { status: 'ready' }
  },
})
