import type { Instrumentation } from 'next'
import { log } from '@/lib/log'

/** Starts the API where Next.js or a platform runs the process. server.ts does the same where we run it. */
export async function register() {
  if (process.env.NEXT_RUNTIME === 'nodejs' && process.env.DEPLOYMENT === 'api') {
    await (await import('@/lib/start')).startUnderNext()
  }
}

/** Logs what a page or a handler threw past everything of ours, in the form of every other line. */
export const onRequestError: Instrumentation.onRequestError = (err, { method }, { routePath, routeType }) => {
  log.error({ event: 'request_failed', method, route: routePath, kind: routeType, err })
}
