/**
 * Lists every problem of the API by its code, which is stable. docs/problems.md says of each when it happens and what
 * to do; a test compares the two.
 */
export const problemCodes = {
  account_linked_elsewhere: { status: 409, title: 'The account is linked to another user' },
  address_in_use: { status: 409, title: 'The address belongs to another user' },
  admin_required: { status: 403, title: 'For administrators' },
  body_incomplete: { status: 400, title: 'The body is incomplete' },
  busy: { status: 503, title: 'Too busy' },
  confirmation_invalid: { status: 403, title: 'The link cannot be confirmed' },
  csrf_token_invalid: { status: 403, title: 'The form token is not valid' },
  database_unavailable: { status: 503, title: 'The database does not answer' },
  embedding_refused: { status: 403, title: 'Not for embedding' },
  forbidden: { status: 403, title: 'Not yours' },
  handover_invalid: { status: 403, title: 'The sign-in cannot be finished here' },
  internal_error: { status: 500, title: 'Something went wrong' },
  invalid_credentials: { status: 401, title: 'Wrong username or password' },
  invalid_request: { status: 400, title: 'The request is not valid' },
  last_admin: { status: 409, title: 'The last administrator' },
  last_way_in: { status: 409, title: 'The last way to sign in' },
  mail_unavailable: { status: 503, title: 'The mail could not be sent' },
  malformed_json: { status: 400, title: 'The body is not JSON' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  metrics_token_invalid: { status: 401, title: 'The token for the metrics is not valid' },
  not_found: { status: 404, title: 'Not found' },
  not_ready: { status: 503, title: 'Not ready' },
  not_signed_in: { status: 401, title: 'Not signed in' },
  origin_exists: { status: 409, title: 'The origin is listed already' },
  origin_not_allowed: { status: 403, title: 'This origin may not call' },
  origin_required: { status: 403, title: 'An origin is required' },
  payload_too_large: { status: 413, title: 'Too large' },
  passkey_invalid: { status: 403, title: 'The passkey was not accepted' },
  provider_already_linked: { status: 409, title: 'The provider is linked already' },
  provider_unreachable: { status: 503, title: 'The provider does not answer' },
  rate_limited: { status: 429, title: 'Too many attempts' },
  scope_insufficient: { status: 403, title: 'The token is for reading only' },
  servers_only: { status: 403, title: 'Not for browsers' },
  session_ambiguous: { status: 401, title: 'More than one session cookie' },
  session_invalid: { status: 401, title: 'The session is not valid' },
  sign_in_not_started: { status: 400, title: 'This browser has not started a sign-in' },
  token_invalid: { status: 401, title: 'The token is not valid' },
  token_required: { status: 401, title: 'A token is required' },
  too_many_tokens: { status: 409, title: 'Too many tokens' },
  unsupported_media_type: { status: 415, title: 'The type of the body is not taken here' },
  uri_too_long: { status: 414, title: 'The address is too long' },
  username_taken: { status: 409, title: 'The username is taken' },
  wrong_password: { status: 403, title: 'Wrong password' },
} as const satisfies Record<string, { status: number; title: string }>

export type ProblemCode = keyof typeof problemCodes

/** Tells a code of this API from any other text. */
export function isProblemCode(code: unknown): code is ProblemCode {
  return typeof code === 'string' && Object.hasOwn(problemCodes, code)
}
