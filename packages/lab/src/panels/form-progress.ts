import type { RecordedExchange } from './wire.ts'

/** One call of a form: `POST /api/users`. */
export interface FormCall {
  readonly line: string
  readonly note: string
}

/** Says how one call of a form went; null before it has happened. */
export type Progress = Pick<RecordedExchange, 'status' | 'preflight'> | null

/**
 * Matches the calls of a form with what the page has sent, in the form's order. Other calls in between do not count.
 * The form's first call begins again after a failure or a finished attempt.
 * @param sent the page's calls, the oldest first
 */
export function progressOf(calls: readonly FormCall[], sent: readonly RecordedExchange[]): Progress[] {
  let done: RecordedExchange[] = []
  for (const exchange of sent) {
    const line = `${exchange.method} ${exchange.path.split('?', 1)[0]}`
    if (line === calls[done.length]?.line) done.push(exchange)
    else if (line === calls[0]?.line) done = [exchange]
  }
  return calls.map((_, index) => done[index] ?? null)
}

/** Tells whether a browser asks with OPTIONS before a call of a form: the body of every one that changes something is JSON. */
export const isAskedFirst = ({ line }: FormCall): boolean => !line.startsWith('GET ')
