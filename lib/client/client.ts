import {
  type Profile,
  readCsrfToken,
  readProfile,
  readRevoked,
  readSession,
  readSessions,
  readSignInAnswer,
  type Session,
  type SessionRow,
} from './answers'
import { ApiError } from './api-error'
import { type CallOptions, type CallSettings, call, type Exchange } from './call'

/** Every call may be given the caller's own abort. */
type Abortable = Pick<CallOptions, 'signal'>

export interface ClientOptions {
  /** Scheme, host and port of the API, without a trailing slash. */
  apiOrigin: string
  /** How long one call may take; 10,000 ms when absent. */
  timeoutMs?: number
  fetch?: typeof globalThis.fetch
  /** Told about every finished call. */
  onExchange?: ((exchange: Exchange) => void) | undefined
}

export interface ApiClient {
  /** Who is signed in, or `null`. */
  session(options?: Abortable): Promise<Session | null>
  /**
   * Asks the API to sign in. Success means that the API agreed, not that the browser kept the cookie: ask `session()`.
   * @throws {ApiError} `invalid_credentials` when the username or the password is wrong
   */
  signIn(credentials: { username: string; password: string }, options?: Abortable): Promise<void>
  signOut(options?: Abortable): Promise<void>
  getUser(username: string, options?: Abortable): Promise<Profile>
  /** @returns the profile as it is now */
  updateUser(
    username: string,
    change: { displayName?: string; bio?: string },
    options?: Abortable,
  ): Promise<Profile>
  /** @throws {ApiError} `conflict` when the username is taken */
  signUp(
    account: { username: string; password: string; displayName?: string },
    options?: Abortable,
  ): Promise<Profile>
  /** Ends every other session of the user. */
  changePassword(
    username: string,
    passwords: { currentPassword: string; newPassword: string },
    options?: Abortable,
  ): Promise<void>
  listSessions(options?: Abortable): Promise<SessionRow[]>
  revokeSession(id: string, options?: Abortable): Promise<void>
  /** @returns how many sessions ended */
  revokeOtherSessions(options?: Abortable): Promise<number>
  /** The address of a user's picture: an image any page may embed. */
  avatarUrl(username: string): string
  /**
   * Whether a server answers at the API's address at all. An opaque answer (`no-cors`) is enough to know, so this tells
   * a stopped API from one that refuses this origin.
   */
  answers(options?: Abortable): Promise<boolean>
}

/**
 * The dashboard's client of the API: every call is cross-origin and carries the session cookie.
 *
 * @example
 * const client = createClient({ apiOrigin: 'https://api.example.com' })
 * await client.signIn({ username, password })
 * const session = await client.session()
 */
export function createClient(options: ClientOptions): ApiClient {
  const settings: CallSettings = {
    apiOrigin: options.apiOrigin,
    timeoutMs: options.timeoutMs ?? 10_000,
    fetch: options.fetch ?? globalThis.fetch,
    onExchange: options.onExchange ?? (() => {}),
  }
  const send = (path: string, callOptions?: CallOptions) => call(settings, path, callOptions)
  const user = (username: string) => `/api/users/${encodeURIComponent(username)}`

  /**
   * next-auth wants its CSRF token in the body; the header turns its redirect into JSON that a page can read. Another
   * tab may have fetched a token in between, and with it replaced the cookie: then the second try has the right one.
   */
  async function postToAuth(path: string, body: Record<string, string>, { signal }: Abortable) {
    const post = async () => {
      const csrfToken = readCsrfToken(await send('/api/auth/csrf', { signal }))
      const headers = { 'x-auth-return-redirect': '1' }
      return send(path, { method: 'POST', json: { csrfToken, ...body }, headers, signal })
    }
    try {
      return await post()
    } catch (error) {
      if (error instanceof ApiError && error.code === 'csrf_token_invalid') return post()
      throw error
    }
  }

  return {
    async session({ signal } = {}) {
      try {
        return readSession(await send('/api/auth/session', { signal }))
      } catch (error) {
        // A cookie that is no longer good is refused with 401 before next-auth sees it: the same as not signed in.
        if (error instanceof ApiError && error.kind === 'unauthenticated') return null
        throw error
      }
    },
    async signIn({ username, password }, callOptions = {}) {
      readSignInAnswer(
        await postToAuth('/api/auth/callback/credentials', { username, password }, callOptions),
      )
    },
    async signOut(callOptions = {}) {
      await postToAuth('/api/auth/signout', {}, callOptions)
    },
    async getUser(username, { signal } = {}) {
      return readProfile(await send(user(username), { signal }))
    },
    async updateUser(username, change, { signal } = {}) {
      return readProfile(await send(user(username), { method: 'PATCH', json: change, signal }))
    },
    async signUp(account, { signal } = {}) {
      return readProfile(await send('/api/users', { method: 'POST', json: account, signal }))
    },
    async changePassword(username, passwords, { signal } = {}) {
      await send(`${user(username)}/password`, { method: 'PATCH', json: passwords, signal })
    },
    async listSessions({ signal } = {}) {
      return readSessions(await send('/api/sessions', { signal }))
    },
    async revokeSession(id, { signal } = {}) {
      await send(`/api/sessions/${encodeURIComponent(id)}`, { method: 'DELETE', signal })
    },
    async revokeOtherSessions({ signal } = {}) {
      return readRevoked(await send('/api/sessions', { method: 'DELETE', signal }))
    },
    avatarUrl: (username) => `${settings.apiOrigin}${user(username)}/avatar`,
    async answers({ signal } = {}) {
      const { fetch } = settings
      const timeout = AbortSignal.timeout(settings.timeoutMs)
      try {
        await fetch(`${settings.apiOrigin}/api/health`, {
          mode: 'no-cors',
          credentials: 'omit',
          cache: 'no-store',
          signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        })
        return true
      } catch {
        return false
      }
    },
  }
}
