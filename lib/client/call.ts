import type { HeaderList, PreflightCause } from '@next-cross-origin/browser'
import { preflightCauses } from '@next-cross-origin/browser/preflight'
import type { Method } from '@/lib/contract/routes'
import { ApiError, apiErrorFrom, unexpectedAnswer } from './api-error'

/** Records what a page may know about one finished call. Nothing here is secret: no body, no cookie, no token. */
export interface FinishedCall {
  method: string
  path: string
  /** Absolute: the browser's own timing of the call is found by it. */
  url: string
  /** Whether the Fetch standard makes the browser ask with `OPTIONS` first (or reuse a remembered answer). */
  preflight: boolean
  /** Why it does; empty when it does not. */
  preflightCauses: readonly PreflightCause[]
  /** The headers that the page set; the browser adds its own. */
  sent: HeaderList
  /** The headers of the answer that the page may read; `null` when there was no answer to read. */
  readable: HeaderList | null
  /** `null` when there was no answer to read. */
  status: number | null
  requestId: string | null
  /** When the call began, on the clock of `performance.now()`. In milliseconds, as is the next. */
  startedAtMs: number
  durationMs: number
}

export interface CallOptions {
  method?: Method
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
  onCall: (call: FinishedCall) => void
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
  const startedAtMs = performance.now()
  const url = `${settings.apiOrigin}${path}`
  const sent = {
    accept: 'application/json, application/problem+json',
    ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
  }
  const finish = (answer: Response | null) => {
    const causes = preflightCauses(method, Object.entries(sent))
    settings.onCall({
      method,
      path,
      url,
      preflight: causes.length > 0,
      preflightCauses: causes,
      sent: Object.entries(sent),
      readable: answer === null ? null : [...answer.headers],
      status: answer?.status ?? null,
      requestId: answer?.headers.get('x-request-id') ?? null,
      startedAtMs,
      durationMs: performance.now() - startedAtMs,
    })
  }

  let response: Response | null = null
  try {
    // Called through a local: a browser's fetch refuses any `this` other than the window.
    const { fetch } = settings
    response = await fetch(url, {
      method,
      mode: 'cors',
      credentials: 'include',
      cache: 'no-store',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      headers: sent,
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    })
    if (!response.ok) throw await apiErrorFrom(response)
    const body = await response.text()
    const parsed: unknown = body === '' ? null : JSON.parse(body)
    finish(response)
    return parsed
  } catch (error) {
    if (signal?.aborted) throw error
    finish(response)
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
  if (error instanceof SyntaxError) return unexpectedAnswer(apiOrigin, error)
  return new ApiError({
    kind: 'network',
    title: 'No answer that this page may read',
    detail: `${apiOrigin} is not running, cannot be reached, or does not allow this origin. The browser does not say which.`,
    cause: error,
  })
}
