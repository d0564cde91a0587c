import type { Decision } from '@/lib/cors'

/** What every answer to one request carries, whoever writes its body. */
export interface AnswerContext {
  requestId: string
  decision: Decision
  /** Whether the answer could differ with the session: then no cache may keep it. */
  dependsOnSession: boolean
}

/**
 * The one place that writes the headers an answer must have. A handler's own `Access-Control-*` is dropped, its
 * `Vary` is kept and merged.
 * @returns the same answer with its headers completed
 */
export function completeAnswer(response: Response, context: AnswerContext): Response {
  // Responses of `fetch` and of `Response.redirect` have immutable headers (Fetch § 5.5).
  const answer = new Response(response.body, response)
  writeHeaders(answer.headers, context)
  if (context.dependsOnSession || !answer.headers.has('cache-control')) {
    answer.headers.set('cache-control', 'no-store')
  }
  return answer
}

/** The headers that do not depend on what is answered; the middleware sets them ahead of the handler. */
export function writeHeaders(headers: Headers, { decision, requestId }: AnswerContext): void {
  for (const name of [...headers.keys()]) {
    if (name.startsWith('access-control-')) headers.delete(name)
  }
  for (const [name, value] of decision.headers) {
    if (name.toLowerCase() === 'vary') headers.set('vary', mergeVary(headers.get('vary'), value))
    else headers.set(name, value)
  }
  headers.set('x-request-id', requestId)
  headers.set('x-content-type-options', 'nosniff')
  headers.set('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
  headers.set('referrer-policy', 'no-referrer')
}

/** Two `Vary` values as one: no name twice, `*` wins (RFC 9110 § 12.5.5). */
export function mergeVary(present: string | null, added: string): string {
  const names = new Map<string, string>()
  for (const name of `${present ?? ''},${added}`.split(',').map((entry) => entry.trim())) {
    if (name === '*') return '*'
    if (name !== '' && !names.has(name.toLowerCase())) names.set(name.toLowerCase(), name)
  }
  return [...names.values()].join(', ')
}
