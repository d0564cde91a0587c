import * as z from 'zod/mini'
import type { Routes } from './routes'
import type { SchemasFor } from './types'

export const healthSchemas = {
  health: {
    GET: { summary: 'Says that the process is up.', answer: z.object({ status: z.literal('ok') }) },
  },
  openapi: {
    GET: { summary: 'Describes this API as OpenAPI 3.1 does.', answer: 'application/json' },
  },
  ready: {
    GET: {
      summary: 'Says that the database answers.',
      answer: z.object({ status: z.literal('ready') }),
      problems: ['not_ready'],
    },
  },
  metrics: {
    GET: {
      summary: 'Shows what was counted, for Prometheus. Needs METRICS_TOKEN as a bearer token.',
      answer: 'text/plain',
      problems: ['metrics_token_invalid', 'not_found'],
    },
  },
  reports: {
    POST: {
      summary: 'Takes the reports that browsers make of violations of the Content-Security-Policy.',
      answer: null,
      problems: ['malformed_json'],
    },
  },
} as const satisfies {
  [Name in 'health' | 'openapi' | 'ready' | 'metrics' | 'reports']: SchemasFor<Routes[Name]>
}
