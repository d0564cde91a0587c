import * as z from 'zod/mini'
import type { MethodSchemas, Schema } from '@/lib/contract/types'

/** Proxies close a connection on which nothing is said for long. */
const silenceMs = 15_000
/** A stream ends after this long, and the client opens it again: a revoked session hears nothing for longer. */
const longestMs = 300_000

/**
 * Answers with server-sent events (HTML § 9.2), one for each value.
 * @param events ended by `return()` when the client leaves
 * @param schemas whose answer describes one event; fields that it does not name never leave
 */
export function eventStream(
  events: AsyncIterable<unknown>,
  { answer }: MethodSchemas,
  headers: Headers,
): Response {
  const iterator = events[Symbol.asyncIterator]()
  const endsAt = Date.now() + longestMs
  const encoder = new TextEncoder()
  let next: Promise<IteratorResult<unknown>> | undefined
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      // Lets the head of the answer out before there is an event.
      controller.enqueue(encoder.encode(':\n\n'))
    },
    async pull(controller) {
      next ??= iterator.next()
      const result = await orSilence(next)
      if (result !== null) next = undefined
      if (result?.done || Date.now() > endsAt) {
        controller.close()
        await iterator.return?.()
        return
      }
      const line = result === null ? ':' : `data: ${JSON.stringify(z.parse(answer as Schema, result.value))}`
      controller.enqueue(encoder.encode(`${line}\n\n`))
    },
    async cancel() {
      await iterator.return?.()
    },
  })
  headers.set('content-type', 'text/event-stream')
  // A compressing proxy would hold events back; nginx buffers unless it is told not to.
  headers.set('cache-control', 'no-store, no-transform')
  headers.set('x-accel-buffering', 'no')
  return new Response(body, { headers })
}

/** Returns the next event, or null when there was none for a while. */
async function orSilence<Result>(next: Promise<Result>): Promise<Result | null> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, silenceMs, null)
  })
  try {
    return await Promise.race([next, silence])
  } finally {
    clearTimeout(timer)
  }
}
