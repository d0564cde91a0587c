import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'

/**
 * Touches nothing, so that a slow database does not get the process restarted. Any page may ask without CORS: that is
 * how the dashboard tells an API that is down from one that does not allow it.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.health, {
  GET({ headers }) {
    headers.set('cross-origin-resource-policy', 'cross-origin')
    return { status: 'ok' }
  },
})
