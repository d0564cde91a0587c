import { performStep, type StepParams } from '@next-cross-origin/lab/exchange'
import { transcripts } from '@next-cross-origin/lab/transcript'
import { variable } from '@/lib/config/defaults'
import { problemResponse, problems } from '@/lib/gate/problem'
import { gateSettings } from '@/lib/gate/settings'

/**
 * The scripted answers of the lab, wrong ones among them: the one address that the gate does not dress. It holds no
 * data, reads no session and no body, and exists in builds with LAB=1 only.
 */
async function answer(request: Request, context: { params: Promise<StepParams> }): Promise<Response> {
  const { policy, config } = await gateSettings()
  const dashboardOrigin = variable(process.env, 'DASHBOARD_ORIGIN')
  const exchange = performStep(request, await context.params, {
    policy,
    apiOrigin: config.apiOrigin,
    dashboardOrigin,
  })
  if (exchange === null) return problemResponse(problems.notFound(), crypto.randomUUID())
  transcripts().record(exchange.run, exchange.recorded)
  return exchange.response
}

export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
}
