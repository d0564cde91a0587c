import { isProblemCode, type ProblemCode } from '@/lib/contract/problems'

/**
 * Says why a call failed, as far as a browser lets a page know.
 *
 * `network` covers a server that does not answer *and* an answer withheld by the CORS protocol: `fetch` rejects both
 * with the same `TypeError` on purpose (Fetch, "network error").
 */
export type ApiErrorKind =
  | 'network'
  | 'timeout'
  | 'unauthenticated'
  | 'invalid_credentials'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'invalid'
  | 'rate_limited'
  | 'server'
  | 'unexpected'

/** A code of the API's problem documents, or that something else than this API answered. */
export type ApiErrorCode = ProblemCode | 'unexpected_answer'

/** The parts of a failed call. `status` is `null` when no answer could be read. */
export interface ApiErrorParts {
  kind: ApiErrorKind
  title: string
  status?: number | null
  code?: ApiErrorCode | null
  detail?: string | null
  requestId?: string | null
  /** One message per rejected field, by the field's name. */
  fieldErrors?: Readonly<Record<string, string>>
  /** From `Retry-After`, in seconds. */
  retryAfterSeconds?: number | null
  cause?: unknown
}

/** Every failure of the client, and the only error it throws except the caller's own abort. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly kind: ApiErrorKind
  readonly status: number | null
  readonly code: ApiErrorCode | null
  readonly title: string
  readonly detail: string | null
  readonly requestId: string | null
  readonly fieldErrors: Readonly<Record<string, string>>
  readonly retryAfterSeconds: number | null

  constructor(parts: ApiErrorParts) {
    super(parts.detail ?? parts.title, { cause: parts.cause })
    this.kind = parts.kind
    this.title = parts.title
    this.status = parts.status ?? null
    this.code = parts.code ?? null
    this.detail = parts.detail ?? null
    this.requestId = parts.requestId ?? null
    this.fieldErrors = parts.fieldErrors ?? {}
    this.retryAfterSeconds = parts.retryAfterSeconds ?? null
  }
}

/** Says that the address answers, yet not as this API does: most often `API_ORIGIN` names another server. */
export function unexpectedAnswer(apiOrigin: string, cause?: unknown): ApiError {
  return new ApiError({
    kind: 'unexpected',
    code: 'unexpected_answer',
    title: 'The answer was not understood',
    detail: `Something answers at ${apiOrigin}, but not as this API does. Check API_ORIGIN.`,
    cause,
  })
}

function kindOf(status: number, code: ApiErrorCode | null): ApiErrorKind {
  if (code === 'invalid_credentials') return 'invalid_credentials'
  if (status >= 500) return 'server'
  switch (status) {
    case 400:
    case 413:
    case 415:
    case 422:
      return 'invalid'
    case 401:
      return 'unauthenticated'
    case 403:
      return 'forbidden'
    case 404:
      return 'not_found'
    case 409:
      return 'conflict'
    case 429:
      return 'rate_limited'
    default:
      return 'unexpected'
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

function fieldErrorsOf(errors: unknown): Record<string, string> {
  if (!Array.isArray(errors)) return {}
  const found: Record<string, string> = {}
  for (const entry of errors) {
    if (!isRecord(entry)) continue
    const path = text(entry.path)
    const message = text(entry.message)
    if (path !== null && message !== null && !Object.hasOwn(found, path)) found[path] = message
  }
  return found
}

/**
 * `Retry-After` in whole seconds (RFC 9110 § 10.2.3).
 * @param value the header: delay-seconds or an HTTP-date
 * @param now milliseconds since the epoch
 */
export function retryAfterSeconds(value: string | null, now: number): number | null {
  if (value === null) return null
  if (/^\d+$/.test(value)) return Number(value)
  const at = Date.parse(value)
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1000))
}

/**
 * The error an answer stands for: a problem document (RFC 9457) where there is one, else the status alone, so that a
 * proxy's HTML page becomes an error of the right kind too.
 */
export async function apiErrorFrom(response: Response): Promise<ApiError> {
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') ?? false
  const body: unknown = isProblem ? await response.json().catch(() => null) : null
  const problem = isRecord(body) ? body : {}
  const code = isProblemCode(problem.code) ? problem.code : null
  return new ApiError({
    kind: kindOf(response.status, code),
    status: response.status,
    code,
    title: text(problem.title) ?? `The API answered ${response.status}`,
    detail: text(problem.detail),
    requestId: text(problem.requestId) ?? response.headers.get('x-request-id'),
    fieldErrors: fieldErrorsOf(problem.errors),
    retryAfterSeconds: retryAfterSeconds(response.headers.get('retry-after'), Date.now()),
  })
}
