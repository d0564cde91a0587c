import type { Contract } from '@/lib/contract'
import type { Session } from '@/lib/contract/auth'
import { type Method, methodFacts, type RouteFacts, routes } from '@/lib/contract/routes'
import type { Answer, CallInput, ContractRoute, MethodOf } from '@/lib/contract/types'
import { ApiError, unexpectedAnswer } from './api-error'
import { type CallOptions, type CallSettings, call, type FinishedCall, readJson } from './call'

/** Every call may be given the caller's own abort, and headers of its own. */
type Abortable = Pick<CallOptions, 'signal' | 'headers'>

/** Takes the parameters, query and body that the contract names for it, and no others. */
export type Input<Name extends keyof Contract, M> = CallInput<Contract[Name], M> & Abortable

/** The input can be left out where the contract asks for nothing. */
export type Given<Value> = Partial<Value> extends Value ? [input?: Value] : [input: Value]

/** The routes whose `GET` answers in pages. */
export type ListName = {
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
   * @returns the answer as the contract describes it; `null` where it has no body
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
  const callContract: ApiClient['call'] = async (name, method, ...[input]) =>
    send(settings, await routeOf(name), method, { ...input })
  return {
    call: callContract,
    async page(name, input) {
      const { answer, next } = await pageOf(settings, await routeOf(name), { ...input })
      return { answer: answer as Answer<Contract[typeof name], 'GET'>, next }
    },
    ...sessionCalls(callContract),
    avatarUrl: (username) => `${settings.apiOrigin}${pathOf(routes.avatar.path, { username })}`,
    answers: (abortable) => answersAtAll(settings, abortable),
  }
}

/** The parts of a call, for any route. */
interface AnyInput extends Abortable {
  params?: Readonly<Record<string, string>>
  query?: Readonly<Record<string, unknown>>
  body?: unknown
}

/** A route as the client needs it. With schemas, its answers are checked. */
type CalledRoute = RouteFacts & { readonly schemas?: ContractRoute['schemas'] }

/**
 * Outside production every answer is compared with the contract, so that a wrong handler shows at once. A page in
 * production has the facts alone, because the schemas and their library weigh as much as everything else of ours.
 */
async function routeOf<Name extends keyof Contract>(name: Name): Promise<Contract[Name]> {
  if (process.env.NODE_ENV === 'production') return routes[name] as Contract[Name]
  return (await import('@/lib/contract')).contract[name]
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
  route: CalledRoute,
  method: Method,
  { params = {}, query = {}, ...options }: AnyInput,
): Promise<unknown> {
  const ask = <Result>(read: (response: Response) => Promise<Result>) =>
    call(
      settings,
      `${pathOf(route.path, params)}${searchOf(query)}`,
      { method, authorized: readsSession(route), ...options },
      read,
    )
  const checked = (value: unknown) => checkedAnswer(route, method, value, settings)
  if (methodFacts(route, method)?.stream) {
    // Few pages listen, so most never load the reader.
    const { eventsOf } = await import('./events')
    return eventsOf(await ask(async (response) => response), checked)
  }
  return checked(await ask((response) => readAnswer(response, settings)))
}

const readsSession = ({ session }: RouteFacts) => session === 'optional' || session === 'required'

/**
 * Compares an answer with the contract, where the route brings its schemas.
 * @throws {ApiError} when a server answers as this API does not
 */
async function checkedAnswer(
  { schemas }: CalledRoute,
  method: Method,
  value: unknown,
  { apiOrigin }: CallSettings,
): Promise<unknown> {
  const schema = schemas?.[method]?.answer
  if (!schema || typeof schema === 'string') return value
  const { safeParse } = await import('@/lib/contract/check')
  const result = safeParse(schema, value)
  if (!result.success) throw unexpectedAnswer(apiOrigin, result.error)
  return result.data
}

async function pageOf(
  settings: CallSettings,
  route: CalledRoute,
  { params = {}, query = {}, ...options }: AnyInput,
): Promise<{ answer: unknown; next: string | null }> {
  const read = async (response: Response) => ({
    answer: await readAnswer(response, settings),
    next: nextCursor(response.headers.get('link')),
  })
  const path = `${pathOf(route.path, params)}${searchOf(query)}`
  const asked = { authorized: readsSession(route), ...options }
  const { answer, next } = await call(settings, path, asked, read)
  return { answer: await checkedAnswer(route, 'GET', answer, settings), next }
}

/** Returns the JSON of an answer, null where it has no body, and the answer itself where it is of another type. */
async function readAnswer(response: Response, { apiOrigin }: CallSettings): Promise<unknown> {
  const type = response.headers.get('content-type')
  // Every answer of this API has a request id that pages may read.
  const isOurs = process.env.NODE_ENV !== 'production' || response.headers.has('x-request-id')
  if (!isOurs) throw unexpectedAnswer(apiOrigin)
  if (response.status === 204) return null
  return type?.startsWith('application/json') ? readJson(response) : response
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
    await fetch(`${apiOrigin}${routes.health.path}`, {
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
