/** A method that a route can offer. `GET` offers `HEAD` too. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * Says how a route learns who calls.
 * - `none`: it does not, and ignores the session cookie.
 * - `optional`: it reads the session cookie when there is one.
 * - `required`: it needs a session.
 *   Where the origins are different sites, both also take a page's token in place of the cookie.
 * - `bearer`: it needs a token of the account page, for servers and phones, and ignores cookies. A token for reading
 *   cannot change anything. The header `authorization` is allowed in this route's preflights alone.
 * - `signature`: its handler checks a signature over the body, as webhooks have one. A request with an `Origin` or a
 *   cookie comes from a browser and is refused.
 */
export type SessionNeed = 'none' | 'optional' | 'required' | 'bearer' | 'signature'

/**
 * A type that a body can have. The three types that a plain form can send are left out on purpose: a browser sends
 * those to another origin, cookies included, without asking first (Fetch § 2.2.2).
 */
export type BodyType =
  | 'application/json'
  | 'application/octet-stream'
  | 'application/reports+json'
  | `image/${string}`

/** Says which body a method takes. */
export interface BodyFacts {
  /** `any` is for webhooks alone, which no browser can call. */
  readonly types: readonly BodyType[] | 'any'
  /** At most 10,000,000: Next.js cuts longer bodies without saying so. */
  readonly maxBytes: number
}

/** Says what one method of a route takes. */
export interface MethodFacts {
  readonly body?: BodyFacts & { readonly types: readonly BodyType[] }
  /** The parameter that has to be the username of whoever calls: people change their own account only. */
  readonly own?: string
  /** Answers with server-sent events for as long as the client listens. */
  readonly stream?: true
}

interface Facts<Session extends SessionNeed, Methods> {
  /** `{name}` stands for one path segment. A name wins over a pattern, as in Next.js. */
  readonly path: `/api/${string}` | '/.well-known/webauthn'
  readonly session: Session
  /** Leaves the route to users of this role. The handler asks the database, so a change counts at once. */
  readonly role?: 'admin'
  readonly methods: Methods
}

type Called = Facts<'none' | 'optional' | 'required' | 'bearer', { readonly [M in Method]?: MethodFacts }>
type Public = Facts<'none', { readonly GET: MethodFacts }> & { readonly cors: 'public' }
type Webhook = Facts<'signature', { readonly POST: { readonly body: BodyFacts } }>

/**
 * Says what the gate has to know about one route before any handler runs. `cors: 'public'` lets every page of the world
 * read an answer that is the same for everybody: `*`, no credentials, no session, no method but `GET`.
 */
export type RouteFacts = (Called & { readonly cors?: never }) | Public | (Webhook & { readonly cors?: never })

const json = { types: ['application/json'], maxBytes: 1_048_576 } as const

/**
 * Lists every route of the API. An address that is not listed is a 404 before any handler runs, so a new file under
 * `app/(api)` answers only once its route stands here. The schemas of each route stand beside this file; they are kept
 * apart because the edge middleware reads the facts and cannot afford the schema library.
 */
export const routes = {
  health: { path: '/api/health', session: 'none', methods: { GET: {} } },
  openapi: { path: '/api/openapi.json', session: 'none', cors: 'public', methods: { GET: {} } },
  ready: { path: '/api/ready', session: 'none', methods: { GET: {} } },
  metrics: { path: '/api/metrics', session: 'none', methods: { GET: {} } },
  reports: {
    path: '/api/reports',
    session: 'none',
    methods: { POST: { body: { types: ['application/reports+json'], maxBytes: 65_536 } } },
  },
  users: { path: '/api/users', session: 'none', methods: { POST: { body: json } } },
  user: {
    path: '/api/users/{username}',
    session: 'required',
    methods: { GET: {}, PATCH: { body: json, own: 'username' } },
  },
  avatar: { path: '/api/users/{username}/avatar', session: 'none', methods: { GET: {} } },
  password: {
    path: '/api/users/{username}/password',
    session: 'required',
    methods: { PATCH: { body: json, own: 'username' } },
  },
  sessions: { path: '/api/sessions', session: 'required', methods: { GET: {}, DELETE: {} } },
  activity: { path: '/api/activity', session: 'required', methods: { GET: {} } },
  session: { path: '/api/sessions/{id}', session: 'required', methods: { DELETE: {} } },
  tokens: { path: '/api/tokens', session: 'required', methods: { GET: {}, POST: { body: json } } },
  token: { path: '/api/tokens/{id}', session: 'required', methods: { DELETE: {} } },
  me: { path: '/api/me', session: 'bearer', methods: { GET: {}, PATCH: { body: json } } },
  origins: { path: '/api/origins', session: 'required', methods: { GET: {}, POST: { body: json } } },
  origin: { path: '/api/origins/{id}', session: 'required', methods: { PATCH: { body: json }, DELETE: {} } },
  csrf: { path: '/api/auth/csrf', session: 'none', methods: { GET: {} } },
  signIn: { path: '/api/auth/callback/credentials', session: 'none', methods: { POST: { body: json } } },
  currentSession: { path: '/api/auth/session', session: 'optional', methods: { GET: {} } },
  signInOptions: { path: '/api/auth/options', session: 'none', methods: { GET: {} } },
  startSignIn: { path: '/api/auth/start/{provider}', session: 'none', methods: { GET: {} } },
  finishSignIn: { path: '/api/auth/callback/{provider}', session: 'none', methods: { GET: {} } },
  handover: { path: '/api/auth/handover', session: 'optional', methods: { POST: { body: json } } },
  visit: { path: '/api/auth/visit', session: 'none', methods: { GET: {} } },
  passwordCode: { path: '/api/auth/code', session: 'none', methods: { POST: { body: json } } },
  relatedOrigins: {
    path: '/.well-known/webauthn',
    session: 'none',
    cors: 'public',
    methods: { GET: {} },
  },
  passkeyChallenge: {
    path: '/api/auth/passkey/challenge',
    session: 'none',
    methods: { POST: { body: json } },
  },
  passkeySignIn: { path: '/api/auth/passkey', session: 'none', methods: { POST: { body: json } } },
  newPasskey: { path: '/api/passkeys/challenge', session: 'required', methods: { POST: { body: json } } },
  passkeys: { path: '/api/passkeys', session: 'required', methods: { GET: {}, POST: { body: json } } },
  passkey: { path: '/api/passkeys/{id}', session: 'required', methods: { DELETE: {} } },
  mailLink: { path: '/api/auth/mail', session: 'none', methods: { POST: { body: json } } },
  outbox: { path: '/api/auth/outbox', session: 'none', methods: { GET: {} } },
  emailAddress: {
    path: '/api/users/{username}/email',
    session: 'required',
    methods: { PUT: { body: json, own: 'username' } },
  },
  emailConfirmation: {
    path: '/api/auth/mail/confirmation',
    session: 'required',
    methods: { POST: { body: json } },
  },
  linkedAccounts: { path: '/api/accounts', session: 'required', methods: { GET: {} } },
  linkedAccount: { path: '/api/accounts/{provider}', session: 'required', methods: { DELETE: {} } },
  administeredUsers: { path: '/api/admin/users', session: 'required', role: 'admin', methods: { GET: {} } },
  administeredUser: {
    path: '/api/admin/users/{username}',
    session: 'required',
    role: 'admin',
    methods: { PATCH: { body: json } },
  },
  administeredSessions: {
    path: '/api/admin/users/{username}/sessions',
    session: 'required',
    role: 'admin',
    methods: { DELETE: {} },
  },
  signOut: { path: '/api/auth/signout', session: 'optional', methods: { POST: { body: json } } },
} as const satisfies Record<string, RouteFacts>

export type Routes = typeof routes
export type RouteName = keyof Routes

/** Says what one method of any route takes. */
export type AnyMethodFacts = Omit<MethodFacts, 'body'> & { readonly body?: BodyFacts }

/** Returns what a method of a route takes, or undefined where the route does not offer it. */
export function methodFacts({ methods }: RouteFacts, method: string): AnyMethodFacts | undefined {
  const offered: Partial<Record<string, AnyMethodFacts>> = methods
  return Object.hasOwn(offered, method) ? offered[method] : undefined
}
