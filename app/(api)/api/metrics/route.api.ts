import { createHash, timingSafeEqual } from 'node:crypto'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'
import { Problem, problems } from '@/lib/gate/problem'
import { metricsText, metricsType } from '@/lib/metrics'

/** Without a METRICS_TOKEN there is nothing at this address. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.metrics, {
  async GET({ request, settings }) {
    const { metricsToken } = settings.config
    if (metricsToken === null) throw problems.notFound()
    if (!isSame(request.headers.get('authorization') ?? '', `Bearer ${metricsToken}`)) {
      throw new Problem('metrics_token_invalid', 'Send METRICS_TOKEN as a bearer token.', {
        headers: [['www-authenticate', 'Bearer']],
      })
    }
    return new Response(await metricsText(), { headers: { 'content-type': metricsType } })
  },
})

const digest = (text: string) => createHash('sha256').update(text).digest()

/** Compares in a time that does not tell how much of the token was right. */
const isSame = (sent: string, expected: string) => timingSafeEqual(digest(sent), digest(expected))
