import * as z from 'zod/mini'
import { type Contract, contract } from '@/lib/contract'
import type { Session } from '@/lib/contract/auth'
import { type Method, methodFacts } from '@/lib/contract/routes'
import type { Answer, CallInput, ContractRoute, MethodOf, Schema } from '@/lib/contract/types'
import { ApiError, unexpectedAnswer } from './api-error'
import { type CallOptions, type CallSettings, call, type FinishedCall, readJson } from './call'
import { eventsOf } from './events'

// zod would compile its schemas with `new Function`, which the dashboard's Content-Security-Policy forbids.
z.config({ jitless: true })

/** Every call may be given the caller's own abort, and headers of its own. */
type Abortable = Pick<CallOptions, 'signal' | 'headers'>

/** Takes the parameters, query and body that the contract names for it, and no others. */
type Input<Name extends keyof Contract, M> = CallInput<Contract[Name], M> & Abortable

/** The input can be left out where the contract asks for nothing. */
type Given<Value> = Partial<Value> extends Value ? [input?: Value] : [input: Value]

/** The routes whose `GET` answers in pages. */
type ListName = {
  [Name in keyof Contract]: Contract[Name]['schemas'] extends {
    GET: { query: { shape: { cursor: unknown } } }
  }
    ? Name
    : never
}[keyof Contract]

export interface ClientOptions {
  /** Scheme, host and port of the API, without a trailing slash. */
  apiOrigin: string
  /** Limits the time of one call; 10,000 ms when absent. */
  timeoutMs?: number
  fetch?: typeof globalThis.fetch
  /** Returns the value of `Authorization`; absent where the session is always a cookie. */
  authorization?: (() => Promise<string | null>) | undefined
  /** Told about every finished call. */
  onCall?: ((call: FinishedCall) => void) | undefined
}

export interface ApiClient {
  /**
   * Makes one call of the contract.
   * @returns the answer, checked against the contract; `null` where it has no body
   * @throws {ApiError} for every failure; the caller's own abort is thrown as it came
   */
  call<Name extends keyof Contract, M extends MethodOf<Contract[Name]>>(
    name: Name,
    method: M,
    ...given: Given<Input<Name, M>>
  ): Promise<Answer<Contract[Name], M>>
  /**
   * Reads one page of a list.
   * @returns the answer, and the cursor of the next page from the `Link` header (RFC 8288), or null on the last page
   * @throws {ApiError} for every failure
   */
  page<Name extends keyof Contract & ListName>(
    name: Name,
    input?: Input<Name, 'GET'>,
  ): Promise<{ answer: Answer<Contract[Name], 'GET'>; next: string | null }>
  /** Returns who is signed in, or `null`. */
  session(options?: Abortable): Promise<Session | null>
  /**
   * Asks the API to sign in. Success means that the API agreed, not that the browser kept the cookie: ask `session()`.
   * @throws {ApiError} `invalid_credentials` when the username or the password is wrong
   */
  signIn(credentials: { username: string; password: string }, options?: Abortable): Promise<void>
  signOut(options?: Abortable): Promise<void>
  /** Returns the address of a user's picture, an image that any page may embed. */
  avatarUrl(username: string): string
  /**
   * Tells whether a server answers at the API's address at all. An opaque answer (`no-cors`) is enough to know, so this
   * tells a stopped API from one that refuses this origin.
   */
  answers(options?: Abortable): Promise<boolean>
}

/**
 * Makes the dashboard's client of the API. Every call is cross-origin and carries the session cookie.
 *
 * @example
 * const client = createClient({ apiOrigin: 'https://api.example.com' })
 * await client.signIn({ username, password })
 * const profile = await client.call('user', 'GET', { params: { username } })
 */
export function createClient(options: ClientOptions): ApiClient {
  const settings: CallSettings = {
    apiOrigin: options.apiOrigin,
    timeoutMs: options.timeoutMs ?? 10_000,
    fetch: options.fetch ?? globalThis.fetch,
    onCall: options.onCall ?? (() => {}),
    authorization: options.authorization,
  }
  const callContract: ApiClient['call'] = (name, method, ...[input]) =>
    send(settings, contract[name], method, { ...input })
  return {
    call: callContract,
    async page(name, input) {
      const { answer, next } = await pageOf(settings, contract[name], { ...input })
      return { answer: answer as Answer<Contract[typeof name], 'GET'>, next }
    },
    ...sessionCalls(callContract),
    avatarUrl: (username) => `${settings.apiOrigin}${pathOf(contract.avatar.path, { username })}`,
    answers: (abortable) => answersAtAll(settings, abortable),
  }
}

/** The parts of a call, for any route. */
interface AnyInput extends Abortable {
  params?: Readonly<Record<string, string>>
  query?: Readonly<Record<string, unknown>>
  body?: unknown
}

/**
 * Makes one call of a route, whether or not the route is in the contract.
 * @returns the answer as the route's schemas describe it; events one by one where the route streams them
 */
export function send<Route extends ContractRoute, M extends MethodOf<Route>>(
  settings: CallSettings,
  route: Route,
  method: M,
  input: AnyInput,
): Promise<Answer<Route, M>> {
  return answerOf(settings, route, method as Method, input) as Promise<Answer<Route, M>>
}

async function answerOf(
  settings: CallSettings,
  route: ContractRoute,
  method: Method,
  { params = {}, query = {}, ...options }: AnyInput,
): Promise<unknown> {
  const answer = route.schemas[method]?.answer ?? null
  const ask = <Result>(read: (response: Response) => Promise<Result>) =>
    call(
      settings,
      `${pathOf(route.path, params)}${searchOf(query)}`,
      { method, authorized: readsSession(route), ...options },
      read,
    )
  const whole = (response: Response) => Promise.resolve(response)
  if (answer === null) return ask(async () => null)
  if (typeof answer === 'string') return ask(whole)
  const checked = (value: unknown) => checkedAnswer(answer, value, settings)
  if (methodFacts(route, method)?.stream) return eventsOf(await ask(whole), checked)
  return checked(await ask(readJson))
}

const readsSession = ({ session }: ContractRoute) => session === 'optional' || session === 'required'

/** Checks an answer against the contract. @throws {ApiError} when a server answers as this API does not */
function checkedAnswer(schema: Schema, value: unknown, { apiOrigin }: CallSettings): unknown {
  const result = z.safeParse(schema, value)
  if (!result.success) throw unexpectedAnswer(apiOrigin, result.error)
  return result.data
}

async function pageOf(
  settings: CallSettings,
  route: ContractRoute,
  { params = {}, query = {}, ...options }: AnyInput,
): Promise<{ answer: unknown; next: string | null }> {
  const read = async (response: Response) => ({
    json: await readJson(response),
    next: nextCursor(response.headers.get('link')),
  })
  const path = `${pathOf(route.path, params)}${searchOf(query)}`
  const asked = { authorized: readsSession(route), ...options }
  const { json, next } = await call(settings, path, asked, read)
  return { answer: checkedAnswer(route.schemas.GET?.answer as Schema, json, settings), next }
}

/** Reads the cursor out of `<…?cursor=X>; rel="next"`, the only form that this API sends. */
function nextCursor(link: string | null): string | null {
  const target = /<([^>]*)>; rel="next"/.exec(link ?? '')?.[1]
  return target === undefined ? null : new URL(target, 'https://api.invalid').searchParams.get('cursor')
}

function pathOf(path: string, params: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
}

function searchOf(query: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  return given.length === 0
    ? ''
    : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`
}

/** The calls that are more than one call. */
function sessionCalls(call: ApiClient['call']): Pick<ApiClient, 'session' | 'signIn' | 'signOut'> {
  /**
   * Fetches next-auth's form token and makes a call with it. Another tab may have fetched a token in between, and with
   * it replaced the cookie: then the second try has the right one.
   */
  async function withToken(post: (csrfToken: string) => Promise<unknown>, { signal }: Abortable) {
    const attempt = async () => post((await call('csrf', 'GET', { signal })).csrfToken)
    try {
      await attempt()
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'csrf_token_invalid')) throw error
      await attempt()
    }
  }
  // Makes next-auth answer with JSON in place of a redirect.
  const headers = { 'x-auth-return-redirect': '1' }
  return {
    async session(abortable = {}) {
      try {
        return await call('currentSession', 'GET', abortable)
      } catch (error) {
        // A cookie that is no longer good is refused with 401 before next-auth sees it: the same as not signed in.
        if (error instanceof ApiError && error.kind === 'unauthenticated') return null
        throw error
      }
    },
    signIn: (credentials, abortable = {}) =>
      withToken(
        (csrfToken) => call('signIn', 'POST', { body: { csrfToken, ...credentials }, headers, ...abortable }),
        abortable,
      ),
    signOut: (abortable = {}) =>
      withToken(
        (csrfToken) => call('signOut', 'POST', { body: { csrfToken }, headers, ...abortable }),
        abortable,
      ),
  }
}

async function answersAtAll(
  { apiOrigin, timeoutMs, fetch }: CallSettings,
  { signal }: Abortable = {},
): Promise<boolean> {
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    await fetch(`${apiOrigin}${contract.health.path}`, {
      mode: 'no-cors',
      credentials: 'omit',
      cache: 'no-store',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    })
    return true
  } catch {
    return false
  }
}
