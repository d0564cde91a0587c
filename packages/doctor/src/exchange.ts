import type { HeaderList } from '@next-cross-origin/browser'

/** One request and what came back, as the doctor reports it. */
export interface Exchange {
  readonly purpose: 'preflight' | 'request'
  readonly request: { readonly method: string; readonly url: string; readonly headers: HeaderList }
  /** Null when there was no HTTP response; `failure` then says why. */
  readonly response: Response | null
  readonly failure: Failure | null
  /** From the first byte sent to the end of the answer's head, in milliseconds; null when the answer was given and not asked for. */
  readonly durationMs: number | null
}

/** The head of an answer, and how its body begins. */
export interface Response {
  readonly status: number
  readonly statusText: string
  readonly headers: HeaderList
  /** The first kilobyte of the body where it was read; absent where it was not. */
  readonly body?: string
}

/** Says why there was no HTTP response. */
export interface Failure {
  readonly code: 'unreachable' | 'tls' | 'timeout' | 'closed' | 'not-http'
  /** The system's own words. */
  readonly detail: string
}
