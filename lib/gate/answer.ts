import type { Decision } from '@next-cross-origin/cors'

/** Describes what was asked, as far as a log may know it. */
export interface Asked {
  method: string
  /** The pattern of the route; `none` where there is no route. */
  route: string
  /** By `performance.now()`. */
  startedAt: number
}

/** Describes what every answer to one request carries, whoever writes its body. */
export interface AnswerContext {
  requestId: string
  decision: Decision
  /** The names of the request headers that were read to get this far. */
  varies: ReadonlySet<string>
  /** Describes what was asked, for the log. */
  asked: Asked
  /** Tells whether the answer could differ with the session: then no cache may keep it. */
  dependsOnSession: boolean
}

/** Nothing that this API sends is a document: if a browser shows it as one, it can load, run and embed nothing. */
const alwaysSent = [
  ['x-content-type-options', 'nosniff'],
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'; sandbox"],
  ['referrer-policy', 'no-referrer'],
] as const

/**
 * The one place that writes the headers an answer must have. A handler's own `Access-Control-*` is dropped, its
 * `Vary` is kept and merged.
 * @returns the same answer with its headers completed
 */
export function completeAnswer(response: Response, context: AnswerContext): Response {
  const answer = isWritable(response) ? response : new Response(response.body, response)
  const { headers } = answer
  for (const name of [...headers.keys()]) {
    if (name.startsWith('access-control-')) headers.delete(name)
  }
  for (const [name, value] of exchangeHeaders(context)) {
    headers.set(name, name === 'vary' ? mergeVary(headers.get('vary'), value) : value)
  }
  for (const [name, value] of alwaysSent) headers.set(name, value)
  const setsCookie = headers.has('set-cookie')
  // Whether a cookie is set depends on those that were sent.
  if (setsCookie) headers.set('vary', mergeVary(headers.get('vary'), 'Cookie'))
  const cacheControl = headers.get('cache-control')
  const isPersonal = context.dependsOnSession || setsCookie
  // A stream says more than `no-store`, and keeps it.
  if (cacheControl === null || (isPersonal && !cacheControl.includes('no-store'))) {
    headers.set('cache-control', 'no-store')
  }
  // Without CORS, no other site may embed it; a handler that means to be embedded says so itself.
  if (!headers.has('cross-origin-resource-policy')) {
    const everybody = context.decision.origin === '*'
    headers.set('cross-origin-resource-policy', everybody ? 'cross-origin' : 'same-origin')
  }
  return answer
}

/**
 * The headers that say who may read the answer, and which request it answers. They do not depend on what is
 * answered, so the middleware sends them ahead of the handler.
 */
export function exchangeHeaders({ decision, requestId, varies }: AnswerContext): [string, string][] {
  const headers: [string, string][] = [['x-request-id', requestId]]
  for (const [name, value] of decision.headers) {
    headers.push([name, name === 'vary' ? mergeVary(value, [...varies].join(',')) : value])
  }
  return headers
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

/** Responses of `fetch` and of `Response.redirect` have immutable headers (Fetch § 5.5). */
function isWritable({ headers }: Response): boolean {
  try {
    headers.delete('access-control-allow-origin')
    return true
  } catch {
    return false
  }
}
