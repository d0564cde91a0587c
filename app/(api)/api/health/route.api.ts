import { withoutSession } from '@/lib/gate/handler'

/**
 * The process is up. Touches nothing, so that a slow database does not get it restarted. Any page may ask without CORS:
 * that is how the dashboard tells an API that is down from one that does not allow it.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = withoutSession({
  GET: () => Response.json({ status: 'ok' }, { headers: { 'cross-origin-resource-policy': 'cross-origin' } }),
})
