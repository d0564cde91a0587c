import { describedRequest, forecast } from '@next-cross-origin/lab/own-request'
import { withoutSession } from '@/lib/gate/handler'

/** What the real policy of this API decides about a described request. It is described, not sent. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = withoutSession({
  async POST({ json, settings: { policy, config } }) {
    return Response.json(forecast(await json(describedRequest), policy, config.apiOrigin))
  },
})
