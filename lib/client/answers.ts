import { ApiError } from './api-error'

/** A user's profile. Dates are ISO 8601. */
export interface Profile {
  username: string
  displayName: string
  bio: string
  createdAt: string
  updatedAt: string
}

/** Who is signed in, as the session cookie says. */
export interface Session {
  user: { username: string; name: string }
  expires: string
  sessionId: string
}

/** One sign-in of the signed-in user. Dates are ISO 8601. */
export interface SessionRow {
  id: string
  current: boolean
  browser: string
  userAgent: string
  origin: string | null
  createdAt: string
  lastSeenAt: string
  expiresAt: string
}

type Fields = Record<string, unknown>

function fields(value: unknown): Fields {
  if (typeof value === 'object' && value !== null) return { ...value }
  throw unexpectedAnswer()
}

function string(from: Fields, name: string): string {
  const value = from[name]
  if (typeof value === 'string') return value
  throw unexpectedAnswer()
}

/** The address answers, yet not as this API does: most often `API_ORIGIN` names another server. */
export function unexpectedAnswer(): ApiError {
  return new ApiError({
    kind: 'unexpected',
    code: 'unexpected_answer',
    title: 'The answer was not understood',
    detail: 'Something answers at the API’s address, but not as this API does. Check API_ORIGIN.',
  })
}

/** @throws {ApiError} `unexpected` when the value is no profile */
export function readProfile(value: unknown): Profile {
  const from = fields(value)
  return {
    username: string(from, 'username'),
    displayName: string(from, 'displayName'),
    bio: string(from, 'bio'),
    createdAt: string(from, 'createdAt'),
    updatedAt: string(from, 'updatedAt'),
  }
}

/**
 * `null` for everyone who is not signed in. The object alone proves nothing: only a `user` in it does.
 * @throws {ApiError} `unexpected` when there is a user without a name
 */
export function readSession(value: unknown): Session | null {
  if (typeof value !== 'object' || value === null || !('user' in value) || !value.user) return null
  const from = fields(value)
  const user = fields(from.user)
  return {
    user: { username: string(user, 'username'), name: string(user, 'name') },
    expires: string(from, 'expires'),
    sessionId: string(from, 'sessionId'),
  }
}

/** @throws {ApiError} `unexpected` when the value is no list of sessions */
export function readSessions(value: unknown): SessionRow[] {
  const { sessions } = fields(value)
  if (!Array.isArray(sessions)) throw unexpectedAnswer()
  return sessions.map((row: unknown) => {
    const from = fields(row)
    return {
      id: string(from, 'id'),
      current: from.current === true,
      browser: string(from, 'browser'),
      userAgent: string(from, 'userAgent'),
      origin: typeof from.origin === 'string' ? from.origin : null,
      createdAt: string(from, 'createdAt'),
      lastSeenAt: string(from, 'lastSeenAt'),
      expiresAt: string(from, 'expiresAt'),
    }
  })
}

/** @throws {ApiError} `unexpected` when the value carries no token */
export function readCsrfToken(value: unknown): string {
  return string(fields(value), 'csrfToken')
}

/** @throws {ApiError} `unexpected` when the value carries no count */
export function readRevoked(value: unknown): number {
  const { revoked } = fields(value)
  if (typeof revoked === 'number') return revoked
  throw unexpectedAnswer()
}

/**
 * next-auth answers some refusals with `200` and an `error` in the address it would have redirected to.
 * @throws {ApiError} when that address names an error, or there is no address
 */
export function readSignInAnswer(value: unknown): void {
  const url = string(fields(value), 'url')
  const error = URL.canParse(url) ? new URL(url).searchParams.get('error') : null
  if (error === null) return
  throw new ApiError({
    kind: error === 'CredentialsSignin' ? 'invalid_credentials' : 'server',
    code: error === 'CredentialsSignin' ? 'invalid_credentials' : error,
    title: error === 'CredentialsSignin' ? 'Wrong username or password' : 'The API could not sign you in',
  })
}
