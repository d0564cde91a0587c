import { withoutSession } from '@/lib/gate/handler'

/** The process is up. Touches nothing, so that a slow database does not get it restarted. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = withoutSession({
  GET: () => Response.json({ status: 'ok' }),
})
