/** One field that was refused, for a form to show beside it. */
export interface FieldError {
  path: string
  message: string
}

interface ProblemOptions {
  /** Fields that were refused. */
  errors?: readonly FieldError[]
  /** Headers the answer needs besides, such as `Retry-After` or `Set-Cookie`. */
  headers?: readonly (readonly [string, string])[]
}

/** An answer that is an error: thrown by handlers, written as `application/problem+json` (RFC 9457). */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly errors: readonly FieldError[] | undefined
  readonly headers: readonly (readonly [string, string])[]

  /**
   * @param status the HTTP status
   * @param code stable, for programs; see docs/problems.md
   * @param title the same for every problem of this code
   * @param detail what happened this time, and what to do
   */
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    options: ProblemOptions = {},
  ) {
    super(`${code}: ${detail}`)
    this.errors = options.errors
    this.headers = options.headers ?? []
  }
}

/** The problem as a response, without the headers that every answer gets. */
export function problemResponse(problem: Problem, requestId: string): Response {
  const { status, code, title, detail, errors } = problem
  const body = { type: 'about:blank', title, status, detail, code, requestId, ...(errors ? { errors } : {}) }
  const response = new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  })
  for (const [name, value] of problem.headers) response.headers.append(name, value)
  return response
}

export const problems = {
  notFound: () => new Problem(404, 'not_found', 'Not found', 'There is nothing at this address.'),
  notYours: () =>
    new Problem(
      403,
      'forbidden',
      'Not yours',
      'This is for its owner: you can change your own account only.',
    ),
  notSignedIn: () =>
    new Problem(
      401,
      'not_signed_in',
      'Not signed in',
      'This needs a session. Sign in, and send credentials with the request.',
    ),
  sessionInvalid: (clearing: readonly string[]) =>
    new Problem(
      401,
      'session_invalid',
      'The session is not valid',
      'The session cookie is not genuine, has expired or was revoked. It has been deleted; sign in again.',
      { headers: clearing.map((value) => ['set-cookie', value] as const) },
    ),
  sessionAmbiguous: (clearing: readonly string[]) =>
    new Problem(
      401,
      'session_ambiguous',
      'More than one session cookie',
      'The request carried two session cookies, so one was planted by another site of this domain. Both have been deleted; sign in again.',
      { headers: clearing.map((value) => ['set-cookie', value] as const) },
    ),
  internal: () =>
    new Problem(
      500,
      'internal_error',
      'Something went wrong',
      'The server failed. Quote the request id when you report it.',
    ),
}
