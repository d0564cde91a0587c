import type { Instrumentation } from 'next'
import { log } from '@/lib/log'

/** Says how long requests under way may take to end after a signal: Next.js alone waits for ever. */
const drainMs = 5_000

/**
 * Starts the API where Next.js or a platform runs the process. server.ts does the same where we run it. What fails
 * here ends the process before it serves anything.
 */
export async function register() {
  if (process.env.NEXT_RUNTIME === 'nodejs' && process.env.DEPLOYMENT === 'api') {
    const { startApi } = await import('@/lib/start')
    const { prepared } = await startApi().catch(end)
    prepared.catch(end)
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => setTimeout(() => process.exit(0), drainMs).unref())
    }
  }
}

/** Logs what a page or a handler threw past everything of ours, in the form of every other line. */
export const onRequestError: Instrumentation.onRequestError = (err, { method }, { routePath, routeType }) => {
  log.error({ event: 'request_failed', method, route: routePath, kind: routeType, err })
}

function end(error: unknown): never {
  console.error(`\nThe API cannot start: ${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
}
