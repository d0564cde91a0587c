import { ApiError, apiErrorFrom } from './api-error'

/** What a page may know about one finished call. Nothing here is secret: no body, no cookie, no token. */
export interface Exchange {
  method: string
  path: string
  /** Whether the Fetch standard makes the browser ask with `OPTIONS` first (or reuse a remembered answer). */
  preflight: boolean
  /** `null` when there was no answer to read. */
  status: number | null
  requestId: string | null
  durationMs: number
}

export interface CallOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Sent as `application/json`. */
  json?: unknown
  headers?: Readonly<Record<string, string>>
  /** The caller's own abort, for example a page that was left. */
  signal?: AbortSignal | undefined
}

export interface CallSettings {
  /** Scheme, host and port of the API, without a trailing slash. */
  apiOrigin: string
  /** How long one call may take, its answer's body included. */
  timeoutMs: number
  fetch: typeof globalThis.fetch
  onExchange: (exchange: Exchange) => void
}

/**
 * Whether a call of this client needs a CORS preflight: a method that is not CORS-safelisted (Fetch, section 2.2.1), or
 * a request header that is not (section 2.2.2). `application/json` is no safelisted Content-Type, and the client sends
 * no other header than `X-Auth-Return-Redirect`.
 */
export function needsPreflight(options: Pick<CallOptions, 'method' | 'json' | 'headers'>): boolean {
  const method = options.method ?? 'GET'
  if (method !== 'GET' && method !== 'POST') return true
  return options.json !== undefined || Object.keys(options.headers ?? {}).length > 0
}

/**
 * One credentialed cross-origin call.
 * @returns the parsed JSON of the answer, `null` when it has no body
 * @throws {ApiError} for every failure; the caller's own abort is thrown as it came
 */
export async function call(
  settings: CallSettings,
  path: string,
  options: CallOptions = {},
): Promise<unknown> {
  const { method = 'GET', json, headers, signal } = options
  const timeout = AbortSignal.timeout(settings.timeoutMs)
  const startedAt = performance.now()
  const finish = (status: number | null, requestId: string | null) =>
    settings.onExchange({
      method,
      path,
      preflight: needsPreflight(options),
      status,
      requestId,
      durationMs: performance.now() - startedAt,
    })

  let response: Response | null = null
  try {
    // Called through a local: a browser's fetch refuses any `this` other than the window.
    const { fetch } = settings
    response = await fetch(`${settings.apiOrigin}${path}`, {
      method,
      mode: 'cors',
      credentials: 'include',
      cache: 'no-store',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      headers: {
        accept: 'application/json, application/problem+json',
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    })
    if (!response.ok) throw await apiErrorFrom(response)
    const body = await response.text()
    const parsed: unknown = body === '' ? null : JSON.parse(body)
    finish(response.status, response.headers.get('x-request-id'))
    return parsed
  } catch (error) {
    if (signal?.aborted) throw error
    finish(response?.status ?? null, response?.headers.get('x-request-id') ?? null)
    throw failure(error, settings, timeout)
  }
}

function failure(error: unknown, { apiOrigin, timeoutMs }: CallSettings, timeout: AbortSignal): ApiError {
  if (error instanceof ApiError) return error
  if (timeout.aborted) {
    return new ApiError({
      kind: 'timeout',
      title: 'The API took too long',
      detail: `${apiOrigin} did not finish its answer within ${timeoutMs / 1000} seconds.`,
      cause: error,
    })
  }
  if (error instanceof SyntaxError) {
    return new ApiError({
      kind: 'unexpected',
      code: 'unexpected_answer',
      title: 'The answer was not understood',
      detail: `Something answers at ${apiOrigin}, but not with JSON. Check API_ORIGIN.`,
      cause: error,
    })
  }
  return new ApiError({
    kind: 'network',
    title: 'No answer that this page may read',
    detail: `${apiOrigin} is not running, cannot be reached, or does not allow this origin. The browser does not say which.`,
    cause: error,
  })
}
