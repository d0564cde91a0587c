import type { Decision } from '@next-cross-origin/cors'

/** Describes what was asked, as far as a log may know it. */
export interface Asked {
  method: string
  /** The pattern of the route; `none` where there is no route. */
  route: string
  /** By `performance.now()`. */
  startedAt: number
  /** The share of requests that get a line: reading it from the environment takes longer than deciding. */
  logShare: number
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

export type HeaderLine = readonly [name: string, value: string]

/**
 * An answer that the gate gives itself, before its entry sends it in a form of its own. Strings, because making a
 * `Response` takes several times as long as deciding.
 */
export interface PlainAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: readonly HeaderLine[]
  readonly body: string | null
}

/** Turns a plain answer into what the edge and a handler return. */
export function toResponse({ status, headers, body }: PlainAnswer): Response {
  const response = new Response(body, { status })
  // Text brings a type of its own.
  response.headers.delete('content-type')
  for (const [name, value] of headers) response.headers.append(name, value)
  return response
}

/** Nothing that this API sends is a document: if a browser shows it as one, it can load, run and embed nothing. */
const alwaysSent: readonly HeaderLine[] = [
  ['x-content-type-options', 'nosniff'],
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'; sandbox"],
  ['referrer-policy', 'no-referrer'],
]

/**
 * Completes the answer of a handler. A handler's own `Access-Control-*` is dropped, its `Vary` is kept and merged.
 * @returns the same answer with the headers that it must have
 */
export function completeAnswer(response: Response, context: AnswerContext): Response {
  const answer = isWritable(response) ? response : new Response(response.body, response)
  const { headers } = answer
  for (const name of [...headers.keys()]) {
    if (name.startsWith('access-control-')) headers.delete(name)
  }
  for (const [name, value] of completion(context, (name) => headers.get(name))) headers.set(name, value)
  return answer
}

/** Completes an answer of the gate, which has no `Access-Control-*` of its own. */
export function completePlain({ status, headers, body }: PlainAnswer, context: AnswerContext): PlainAnswer {
  const own = (name: string) => headers.find(([present]) => present === name)?.[1] ?? null
  return { status, headers: [...headers, ...completion(context, own)], body }
}

/**
 * The one place that says which headers an answer must have.
 * @param own reads a header that the answer has already
 */
function completion(context: AnswerContext, own: (name: string) => string | null): HeaderLine[] {
  const setsCookie = own('set-cookie') !== null
  // Whether a cookie is set depends on those that were sent.
  const lines = exchangeHeaders(context, own('vary'), setsCookie ? 'Cookie' : '')
  lines.push(...alwaysSent)
  const cacheControl = own('cache-control')
  const isPersonal = context.dependsOnSession || setsCookie
  // A stream says more than `no-store`, and keeps it.
  if (cacheControl === null || (isPersonal && !cacheControl.includes('no-store'))) {
    lines.push(['cache-control', 'no-store'])
  }
  // Without CORS, no other site may embed it; a handler that means to be embedded says so itself.
  if (own('cross-origin-resource-policy') === null) {
    const everybody = context.decision.origin === '*'
    lines.push(['cross-origin-resource-policy', everybody ? 'cross-origin' : 'same-origin'])
  }
  return lines
}

/**
 * The headers that say who may read the answer, and which request it answers. They do not depend on what is
 * answered, so the middleware sends them ahead of the handler.
 */
export function exchangeHeaders(
  { decision, requestId, varies }: AnswerContext,
  ownVary: string | null = null,
  added = '',
): HeaderLine[] {
  const lines: HeaderLine[] = [['x-request-id', requestId]]
  for (const line of decision.headers) {
    const [name, value] = line
    if (name !== 'vary') lines.push(line)
    else lines.push([name, mergeVary(ownVary, `${value},${[...varies].join(',')},${added}`)])
  }
  return lines
}

/** The values met so far: there are as many as the gate and the handlers write, a few dozen. */
const merged = new Map<string, string>()
const mostMerged = 512

/** Two `Vary` values as one: no name twice, `*` wins (RFC 9110 § 12.5.5). */
export function mergeVary(present: string | null, added: string): string {
  const both = present === null ? added : `${present},${added}`
  const known = merged.get(both)
  if (known !== undefined) return known
  const value = mergeNames(both)
  if (merged.size < mostMerged) merged.set(both, value)
  return value
}

function mergeNames(list: string): string {
  const names = new Map<string, string>()
  for (const name of list.split(',').map((entry) => entry.trim())) {
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
