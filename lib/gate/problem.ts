import type { Reason } from '@next-cross-origin/cors'
import { type ProblemCode, problemCodes } from '@/lib/contract/problems'
import type { HeaderLine, PlainAnswer } from './answer'

/** One field that was refused, for a form to show beside it. */
export interface FieldError {
  path: string
  message: string
}

interface ProblemOptions {
  /** Fields that were refused. */
  errors?: readonly FieldError[]
  /** Says which rule of the policy refused; finer than the code. */
  reason?: Reason
  /** Headers the answer needs besides, such as `Retry-After` or `Set-Cookie`. */
  headers?: readonly HeaderLine[]
}

/** An answer that is an error: thrown by handlers, written as `application/problem+json` (RFC 9457). */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  readonly title: string
  readonly errors: readonly FieldError[] | undefined
  readonly reason: Reason | undefined
  readonly headers: readonly HeaderLine[]

  /**
   * @param code one of lib/contract/problems.ts, which has its status and title
   * @param detail what happened this time, and what to do
   */
  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    options: ProblemOptions = {},
  ) {
    super(`${code}: ${detail}`)
    const { status, title } = problemCodes[code]
    this.status = status
    this.title = title
    this.errors = options.errors
    this.reason = options.reason
    this.headers = options.headers ?? []
  }
}

/** Writes the problem as an answer, without the headers that every answer gets. */
export function problemAnswer(problem: Problem, requestId: string): PlainAnswer {
  const { status, code, title, detail, reason, errors } = problem
  // `undefined` members are left out.
  const body = { type: 'about:blank', title, status, detail, code, reason, requestId, errors }
  return {
    status,
    headers: [['content-type', 'application/problem+json'], ...problem.headers],
    body: JSON.stringify(body),
  }
}

/** Limits a body, in bytes, where its route does not say. Next.js itself cuts bodies at 10 MB and answers 200. */
export const maxBodyBytes = 1_048_576

const originFaults: Partial<Record<Reason, string>> = {
  origin_null: 'The Origin `null` identifies nobody: sandboxed frames, files and some redirects send it.',
  origin_too_long: 'The Origin is longer than any origin can be.',
  origin_not_allowed:
    'The Origin of this request is not in ALLOWED_ORIGINS. The server’s log has it, and what would change that, under the request id.',
}

const denials = new Map<Reason, Problem>()

/**
 * Repeats nothing of what a stranger sent: that is in the log, under the request's id. Made once for each reason, because
 * an error collects its stack, which takes as long as the rest of a denial. It is answered and never thrown.
 */
function originNotAllowed(reason: Reason): Problem {
  const known = denials.get(reason)
  if (known !== undefined) return known
  const problem = new Problem('origin_not_allowed', originFaults[reason] ?? '', { reason })
  denials.set(reason, problem)
  return problem
}

/** The problems that more than one route has; those of one route alone are written there. */
export const problems = {
  originNotAllowed,
  originRequired: () =>
    new Problem(
      'origin_required',
      'A request that changes something and carries cookies must name its origin. Browsers do; a program can leave out the cookies or send an Origin header.',
    ),
  embeddingRefused: () =>
    new Problem(
      'embedding_refused',
      'This answer depends on a session, and was asked for without CORS, as an image or a script would. Use fetch with mode "cors".',
    ),
  notFound: () => new Problem('not_found', 'There is nothing at this address.'),
  notReady: () =>
    new Problem('not_ready', 'This process cannot do its work yet, or is ending. Try again shortly.', {
      headers: [['retry-after', '1']],
    }),
  uriTooLong: () => new Problem('uri_too_long', 'No address of this API has so long a path or query.'),
  methodNotAllowed: (allow: string) =>
    new Problem('method_not_allowed', `This address answers ${allow}.`, {
      headers: [['allow', allow]],
    }),
  wrongBodyType: (types: readonly string[]) =>
    new Problem(
      'unsupported_media_type',
      `The body is not declared as what this address takes, and a POST that a plain form could send is refused. Send "Content-Type: ${types.join('" or "')}".`,
    ),
  payloadTooLarge: (maxBytes: number) =>
    new Problem('payload_too_large', `A body has at most ${maxBytes} bytes here.`),
  bodyIncomplete: () => new Problem('body_incomplete', 'The request ended before its body did.'),
  malformedJson: () => new Problem('malformed_json', 'The body could not be read as JSON in UTF-8.'),
  invalidRequest: (errors: readonly FieldError[]) =>
    new Problem('invalid_request', errors.map(({ message }) => message).join(' '), { errors }),
  notYours: () => new Problem('forbidden', 'This is for its owner: you can change your own account only.'),
  adminRequired: () =>
    new Problem('admin_required', 'This is for administrators. Ask one of them to do it, or for the role.'),
  serversOnly: () =>
    new Problem(
      'servers_only',
      'This address is for servers. The request carries an Origin or a cookie, so a browser sent it.',
    ),
  tokenRequired: () =>
    new Problem('token_required', 'Send "Authorization: Bearer …" with a token of the account page.', {
      headers: [['www-authenticate', 'Bearer']],
    }),
  tokenInvalid: () =>
    new Problem('token_invalid', 'The token is unknown or was revoked. Make a new one on the account page.', {
      headers: [['www-authenticate', 'Bearer error="invalid_token"']],
    }),
  pageTokenInvalid: () =>
    new Problem(
      'token_invalid',
      'The token of this page has expired, was revoked or belongs to another origin. Reload the page, or sign in again.',
      { headers: [['www-authenticate', 'Bearer error="invalid_token"']] },
    ),
  scopeInsufficient: () =>
    new Problem('scope_insufficient', 'This changes something. Make a token for writing.', {
      headers: [['www-authenticate', 'Bearer error="insufficient_scope", scope="write"']],
    }),
  notSignedIn: () =>
    new Problem('not_signed_in', 'This needs a session. Sign in, and send credentials with the request.'),
  sessionInvalid: (clearing: readonly string[]) =>
    new Problem(
      'session_invalid',
      'The session cookie is not genuine, has expired or was revoked. It has been deleted; sign in again.',
      { headers: clearing.map((value) => ['set-cookie', value] as const) },
    ),
  sessionAmbiguous: (clearing: readonly string[]) =>
    new Problem(
      'session_ambiguous',
      'The request carried two session cookies, so one was planted by another site of this domain. Both have been deleted; sign in again.',
      { headers: clearing.map((value) => ['set-cookie', value] as const) },
    ),
  /** The cookie stays: it will be good as soon as this clock has caught up. */
  sessionEarly: () =>
    new Problem(
      'session_invalid',
      'The session begins in the future of this server’s clock. The cookie was kept; try again shortly.',
    ),
  databaseUnavailable: () =>
    new Problem('database_unavailable', 'The database does not answer. Try again shortly.', {
      headers: [['retry-after', '2']],
    }),
  busy: () =>
    new Problem('busy', 'Too many passwords are being checked at once. Try again shortly.', {
      headers: [['retry-after', '2']],
    }),
  internal: () =>
    new Problem('internal_error', 'The server failed. Quote the request id when you report it.'),
}
