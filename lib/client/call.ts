import type { Method } from '@/lib/contract/routes'
import { ApiError, apiErrorFrom, unexpectedAnswer } from './api-error'

/** Header lines in the order in which they stand, names as they are written. */
export type HeaderLines = readonly (readonly [name: string, value: string])[]

/** Records what a page may know about one finished call. Nothing here is secret: no body, no cookie, no token. */
export interface FinishedCall {
  method: string
  path: string
  /** Absolute: the browser's own timing of the call is found by it. */
  url: string
  /** The headers that the page set; the browser adds its own. */
  sent: HeaderLines
  /** The headers of the answer that the page may read; `null` when there was no answer to read. */
  readable: HeaderLines | null
  /** `null` when there was no answer to read. */
  status: number | null
  requestId: string | null
  /** Says when the call began, on the clock of `performance.now()`. In milliseconds, as is the next. */
  startedAtMs: number
  durationMs: number
}

export interface CallOptions {
  method?: Method
  /** Sent as `application/json`, but for a `Blob`, which brings its type with it. */
  body?: unknown
  headers?: Readonly<Record<string, string>> | undefined
  /** Takes the page's token along, where this browser keeps no cookie. */
  authorized?: boolean
  /** The caller's own abort, for example a page that was left. */
  signal?: AbortSignal | undefined
}

export interface CallSettings {
  /** Scheme, host and port of the API, without a trailing slash. */
  apiOrigin: string
  /** Limits the time of one call, its answer's body included. */
  timeoutMs: number
  fetch: typeof globalThis.fetch
  onCall: (call: FinishedCall) => void
  /** Returns the value of `Authorization`, or null in a browser that keeps the cookie. */
  authorization?: (() => Promise<string | null>) | undefined
}

/** Reads the JSON of an answer; `null` when it has no body. */
export async function readJson(response: Response): Promise<unknown> {
  const text = await response.text()
  return text === '' ? null : JSON.parse(text)
}

/**
 * Makes one credentialed cross-origin call.
 * @param read takes what is wanted from a successful answer; the call is not finished, and not out of time, before
 * @throws {ApiError} for every failure; the caller's own abort is thrown as it came
 */
export async function call<Result>(
  settings: CallSettings,
  path: string,
  { method = 'GET', body, headers, authorized = false, signal }: CallOptions,
  read: (response: Response) => Promise<Result>,
): Promise<Result> {
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), settings.timeoutMs)
  const startedAtMs = performance.now()
  const url = `${settings.apiOrigin}${path}`
  const content = contentOf(body)
  const sent: Record<string, string> = {
    accept: 'application/json, application/problem+json',
    ...(content === null ? {} : { 'content-type': content.type }),
    ...headers,
  }
  const asked = { method, path, url, startedAtMs }
  let response: Response | null = null
  try {
    // Called through a local: a browser's fetch refuses any `this` other than the window.
    const { fetch } = settings
    const authorization = authorized ? await settings.authorization?.() : null
    if (authorization) sent.authorization = authorization
    response = await fetch(url, {
      method,
      mode: 'cors',
      credentials: 'include',
      // No `cache: 'no-store'`: the API's answers say it already, and Chromium would forget every preflight.
      signal: signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal,
      headers: sent,
      ...(content === null ? {} : { body: content.bytes }),
    })
    if (!response.ok) throw await apiErrorFrom(response)
    const result = await read(response)
    settings.onCall(finished(asked, Object.entries(sent), response))
    return result
  } catch (error) {
    if (signal?.aborted) throw error
    settings.onCall(finished(asked, Object.entries(sent), response))
    throw failure(error, settings, deadline.signal)
  } finally {
    clearTimeout(timer)
  }
}

function contentOf(body: unknown): { type: string; bytes: BodyInit } | null {
  if (body === undefined) return null
  if (body instanceof Blob) return { type: body.type, bytes: body }
  return { type: 'application/json', bytes: JSON.stringify(body) }
}

function finished(
  asked: Pick<FinishedCall, 'method' | 'path' | 'url' | 'startedAtMs'>,
  sent: HeaderLines,
  answer: Response | null,
): FinishedCall {
  return {
    ...asked,
    // A record has no secret.
    sent: sent.map(([name, value]) => [name, name === 'authorization' ? 'Bearer …' : value] as const),
    readable: answer === null ? null : [...answer.headers],
    status: answer?.status ?? null,
    requestId: answer?.headers.get('x-request-id') ?? null,
    durationMs: performance.now() - asked.startedAtMs,
  }
}

function failure(error: unknown, { apiOrigin, timeoutMs }: CallSettings, deadline: AbortSignal): ApiError {
  if (error instanceof ApiError) return error
  if (deadline.aborted) {
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
