import { contract } from '@/lib/contract'
import { pingDatabase } from '@/lib/db/client'
import { implement } from '@/lib/gate/handler'
import { Problem } from '@/lib/gate/problem'
import { log } from '@/lib/log'

/** A probe that waits longer counts as failed in most orchestrators. */
const answerWithinMs = 1_500

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.ready, {
  async GET({ requestId }) {
    try {
      await pingDatabase(answerWithinMs)
    } catch (error) {
      log.error({ event: 'database_unreachable', requestId, err: error })
      throw new Problem('not_ready', 'The database does not answer. Try again shortly.', {
        headers: [['retry-after', '2']],
      })
    }
    return { status: 'ready' }
  },
})
