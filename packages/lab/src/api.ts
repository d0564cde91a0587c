import type { Policy } from '@next-cross-origin/cors'
import { z } from 'zod'
import { isRunId } from './address.ts'
import { performStep, type StepParams } from './exchange.ts'
import { decisionsRoute, transcriptRoute } from './mount/routes.ts'
import { type DescribedRequest, describedRequest, forecast } from './own-request.ts'
import { transcripts } from './transcript.ts'

/** The part of the API's settings that the lab reads. */
export interface ApiFacts {
  readonly policy: Policy
  readonly config: { readonly apiOrigin: string; readonly allowedOrigins: readonly string[] }
}

/** Answers what the real policy of this API decides about a described request, which is not sent anywhere. */
export const decisions = {
  route: {
    ...decisionsRoute,
    schemas: {
      POST: {
        summary: 'Says what the policy decides about a described request.',
        body: describedRequest,
        answer: 'application/json',
      },
    },
  },
  POST({ body, settings: { policy, config } }: { body: DescribedRequest; settings: ApiFacts }) {
    return Response.json(forecast(body, policy, config.apiOrigin))
  },
} as const

/** Answers what the API saw of a run. The caller has to know the run's id, which nobody can guess. */
export const runTranscripts = {
  route: {
    ...transcriptRoute,
    schemas: {
      params: z.object({ run: z.string() }),
      GET: { summary: 'Shows what the API saw of a run.', answer: 'application/json' },
    },
  },
  GET({ params: { run } }: { params: { run: string } }) {
    return Response.json({ exchanges: isRunId(run) ? transcripts().of(run) : [] })
  },
} as const

type StepHandler = (request: Request, context: { params: Promise<StepParams> }) => Promise<Response>
type StepMethod = 'DELETE' | 'GET' | 'HEAD' | 'OPTIONS' | 'PATCH' | 'POST' | 'PUT'

/**
 * Makes the handlers of the lab's scripted answers, wrong ones among them. The gate does not dress this one address,
 * so that an answer can be wrong. The handlers hold no data, and read no session and no body.
 * @param facts reads the API's settings
 */
export function scriptedAnswers(facts: () => Promise<ApiFacts>): Record<StepMethod, StepHandler> {
  const answer: StepHandler = async (request, context) => {
    const { policy, config } = await facts()
    const exchange = performStep(request, await context.params, {
      policy,
      apiOrigin: config.apiOrigin,
      dashboardOrigin: process.env.DASHBOARD_ORIGIN || (config.allowedOrigins[0] ?? config.apiOrigin),
    })
    if (exchange === null) return noSuchStep()
    transcripts().record(exchange.run, exchange.recorded)
    return exchange.response
  }
  return {
    DELETE: answer,
    GET: answer,
    HEAD: answer,
    OPTIONS: answer,
    PATCH: answer,
    POST: answer,
    PUT: answer,
  }
}

function noSuchStep(): Response {
  const problem = { title: 'There is no such step', status: 404, code: 'not_found' }
  return Response.json(problem, { status: 404, headers: { 'content-type': 'application/problem+json' } })
}
