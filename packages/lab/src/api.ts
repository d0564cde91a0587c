import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Policy } from '@next-cross-origin/cors'
import { z } from 'zod'
import { isRunId } from './address.ts'
import { performStep, type StepParams } from './exchange.ts'
import { chaptersRoute, decisionsRoute, probesRoute, reportsRoute, transcriptRoute } from './mount/routes.ts'
import { type DescribedRequest, describedRequest, forecast } from './own-request.ts'
import { reports } from './reports.ts'
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

/** Answers what the API saw and sent of the last exchanges. Nothing is kept unless `reportExchanges` was called. */
export const lastReports = {
  route: {
    ...reportsRoute,
    schemas: {
      GET: { summary: 'Shows what the API saw and sent, in development.', answer: 'application/json' },
    },
  },
  GET() {
    return Response.json({ exchanges: reports().all() })
  },
} as const

const chapterToRun = z.object({ chapter: z.string().regex(/^\d\d-[a-z-]+$/) })

/**
 * Runs the blocks of a chapter by `npm run tutorial`, in a process of its own. In development alone: some of the blocks are
 * commands for a terminal.
 */
export const chapterRuns = {
  route: {
    ...chaptersRoute,
    schemas: {
      POST: {
        summary: 'Runs the blocks of a chapter of the tutorial, in development.',
        body: chapterToRun,
        answer: 'application/json',
      },
    },
  },
  async POST({ body, settings: { config } }: { body: z.infer<typeof chapterToRun>; settings: ApiFacts }) {
    if (process.env.NODE_ENV !== 'development') return Response.json({ results: [] })
    const env = { ...process.env, API: config.apiOrigin, DASHBOARD: config.allowedOrigins[0] }
    const command = [
      '--import',
      'tsx',
      'packages/lab/tutorial/run.ts',
      String(Number(body.chapter.slice(0, 2))),
      '--json',
    ]
    const { stdout } = await promisify(execFile)(process.execPath, command, { env }).catch(
      // A block that did not do what is shown ends the command with 1, and its results count all the same.
      (failure: { stdout?: string }) => ({ stdout: failure.stdout ?? '' }),
    )
    return Response.json(stdout === '' ? { results: [] } : JSON.parse(stdout))
  },
} as const

const probed = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(2_000),
  origin: z.string().min(1).max(300),
  method: z.string().min(1).max(32),
  headers: z.array(z.tuple([z.string().min(1).max(64), z.string().max(512)])).max(32),
  credentials: z.boolean(),
})

/**
 * Asks the server that the reader names, by one line of `npm run doctor -- --batch`, in a process of its own. In development
 * alone: docs/decisions/0024-edited-lessons-are-played-by-the-model.md
 */
export const probes = {
  route: {
    ...probesRoute,
    schemas: {
      POST: {
        summary: 'Asks a server as a browser would, in development.',
        body: probed,
        answer: 'application/json',
      },
    },
  },
  async POST({ body }: { body: z.infer<typeof probed> }) {
    if (process.env.NODE_ENV !== 'development') return Response.json({ result: null })
    const asking = promisify(execFile)(process.execPath, [
      '--import',
      'tsx',
      'packages/doctor/src/cli.ts',
      '--batch',
    ])
    asking.child.stdin?.end(JSON.stringify(body))
    const { stdout } = await asking.catch(
      // The exit status says whether a browser allows it; the line says that too.
      (failure: { stdout?: string }) => ({ stdout: failure.stdout ?? '' }),
    )
    return Response.json({ result: stdout === '' ? null : JSON.parse(stdout) })
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
