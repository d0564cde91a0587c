import { decide } from '@next-cross-origin/cors'
import { NextRequest } from 'next/server'
import NextAuth, { type NextAuthConfig } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import * as z from 'zod/mini'
import type { Schema } from '@/lib/contract/types'
import type { ApiSettings } from '@/lib/gate/api-settings'
import { checked } from '@/lib/gate/body'
import type { Call } from '@/lib/gate/handler'
import { Problem, problems } from '@/lib/gate/problem'
import { log } from '@/lib/log'
import {
  type CookieProfile,
  clearedCookie,
  clearedOtherForms,
  cookieValues,
  sessionCookieName,
} from '@/lib/session/cookie'
import { cookieEnd } from '@/lib/session/issue'
import { deriveKey } from '@/lib/session/keys'
import { presentedSession } from '@/lib/session/presented'
import { createSession, type LiveSession, revokeSession } from '@/lib/session/rows'
import { signToken, verifyToken } from '@/lib/session/token'
import { audit } from './audit'
import { userByPassword } from './passwords'

type AuthCall = Call<LiveSession | null>

/** The session that a token is made for: the one that the request brought, or the one that a sign-in has begun. */
interface Current {
  session: LiveSession['session'] | null
  /** Describes what went wrong inside next-auth, which says no more than that something did. */
  failure?: unknown
}

/**
 * Configures next-auth for one request that has passed the gate. next-auth checks the form token and moves the cookies;
 * who may sign in, what a token says and whether its session lives is decided here.
 */
async function configFor(call: AuthCall, current: Current): Promise<NextAuthConfig> {
  const { config, cookie } = call.settings
  const [currentSecret = ''] = config.secrets
  return {
    basePath: '/api/auth',
    trustHost: true,
    secret: Buffer.from(await deriveKey(currentSecret, 'sign-in form')).toString('base64url'),
    session: { strategy: 'jwt', maxAge: config.sessionIdleSeconds },
    cookies: authCookies(cookie),
    providers: [passwordProvider],
    callbacks: callbacksFor(call, current),
    events: {
      async signOut(message) {
        const live = call.session
        if ('token' in message && message.token && live) await revokeSession(live.user.id, live.session.id)
      },
    },
    jwt: tokensFor(call, current),
    logger: loggerFor(call, current),
  }
}

/** Names the cookies that next-auth sets here, and keeps them as the topology asks. */
function authCookies(profile: CookieProfile) {
  const { prefix, secure, sameSite, partitioned } = profile
  const named = (name: string) => ({
    name,
    options: { httpOnly: true, secure, sameSite, path: '/', partitioned },
  })
  return {
    sessionToken: named(sessionCookieName(profile)),
    csrfToken: named(`${prefix}csrf`),
    callbackUrl: named(`${prefix}callback`),
  } satisfies NextAuthConfig['cookies']
}

const credentials = z.object({
  username: z.string().check(z.maxLength(64)),
  password: z.string().check(z.maxLength(256)),
})

const passwordProvider = Credentials({
  credentials: { username: {}, password: {} },
  async authorize(sent) {
    const { data } = credentials.safeParse(sent)
    const user = await userByPassword(data?.username ?? '', data?.password ?? '')
    return user && { id: user.id, name: user.displayName }
  },
})

function callbacksFor(call: AuthCall, current: Current) {
  const { request, settings, session: live } = call
  const { config, policy, tokens } = settings
  return {
    async jwt({ token, trigger, user }) {
      if (trigger !== 'signIn' || !user?.id) return live ? token : null
      const { headers } = request
      const started = {
        userId: user.id,
        userAgent: headers.get('user-agent') ?? '',
        origin: headers.get('origin') ?? '',
      }
      current.session = await createSession(started, config)
      // Signing in again replaces the session that this browser had.
      const replaced = await presentedSession(headers.get('cookie'), tokens)
      if (replaced.kind === 'genuine') await revokeSession(replaced.claims.userId, replaced.claims.sessionId)
      await audit(call, 'sign_in', user.id)
      return { sub: user.id, sid: current.session.id }
    },
    session({ session: shown }) {
      if (!live || !current.session) return shown
      return describeSession({ user: live.user, session: current.session }, config)
    },
    redirect({ url }) {
      const origin = URL.canParse(url) ? new URL(url).origin : ''
      const { allow } = decide(policy, { method: 'GET', headers: new Headers({ origin }) })
      return allow ? url : config.apiOrigin
    },
  } satisfies NextAuthConfig['callbacks']
}

/** Returns what a page may know about a session. */
export function describeSession(
  { user: { username, displayName, role }, session }: LiveSession,
  config: ApiSettings['config'],
) {
  return {
    user: { username, name: displayName, role },
    sessionId: session.id,
    expires: cookieEnd(session, config).toISOString(),
  }
}

function tokensFor({ settings: { config, tokens } }: AuthCall, current: Current) {
  return {
    async encode({ token }) {
      const { session } = current
      if (!session || typeof token?.sub !== 'string')
        throw new Error('A token is made for a session row only.')
      const claims = { userId: token.sub, sessionId: session.id }
      return signToken(claims, cookieEnd(session, config), tokens)
    },
    async decode({ token }) {
      const claims = token ? await verifyToken(token, tokens) : { fault: 'malformed' }
      return 'fault' in claims ? null : { sub: claims.userId, sid: claims.sessionId }
    },
  } satisfies NextAuthConfig['jwt']
}

/** Logs faults. A wrong password is an answer and no fault, and no log needs what a person typed. */
function loggerFor({ requestId }: AuthCall, current: Current): NonNullable<NextAuthConfig['logger']> {
  return {
    error(error) {
      const type = 'type' in error ? String(error.type) : error.name
      if (type === 'CredentialsSignin' || type === 'MissingCSRF') return
      const err = causeOf(error)
      current.failure = err
      log.error({ event: 'next_auth_failed', requestId, type, err })
    },
    warn() {},
    debug() {},
  }
}

function causeOf(error: Error): unknown {
  const { cause } = error
  return cause && typeof cause === 'object' && 'err' in cause ? cause.err : (cause ?? error)
}

/**
 * Hands a request to next-auth, at the API's configured address whatever `Host` said, and asks for JSON in place of
 * a redirect. The cookies that next-auth sets become the answer's.
 * @param answer the schema of what the route answers
 * @param form the body, already read and bounded; absent for a read
 * @throws Problem 401 for wrong credentials, 403 for a form token that is not this browser's, 500 for a fault
 */
export async function runNextAuth<Type extends Schema>(
  call: AuthCall,
  answer: Type,
  form?: object,
): Promise<z.output<Type>> {
  const { request, settings } = call
  const { apiOrigin } = settings.config
  const headers = new Headers({
    cookie: await ownCookies(request.headers.get('cookie'), settings),
    host: new URL(apiOrigin).host,
    'content-type': 'application/json',
    'x-auth-return-redirect': '1',
  })
  const forwarded = new NextRequest(new URL(new URL(request.url).pathname, apiOrigin), {
    method: form ? 'POST' : 'GET',
    headers,
    ...(form ? { body: JSON.stringify(form) } : {}),
  })
  const current: Current = { session: call.session?.session ?? null }
  const { handlers } = NextAuth(await configFor(call, current))
  const response = await (form ? handlers.POST(forwarded) : handlers.GET(forwarded))
  const said: unknown = await response.json()
  if (form) refuseErrors(said, current.failure)
  for (const cookie of cookiesOf(response, call, form !== undefined))
    call.headers.append('set-cookie', cookie)
  return checked(answer, said)
}

/**
 * Picks the cookies that the answer sets. next-auth makes a form token in every answer to a browser that has none; two
 * answers at once would undo each other, and a sign-in fail for no reason a person can see. So the route that hands the
 * token out is the only one that sets its cookie. A new session cookie deletes the forms of an earlier topology.
 * @param changesWho whether this signs in or out: a form token from before it must not serve after it
 */
function cookiesOf(response: Response, { request, settings }: AuthCall, changesWho: boolean): string[] {
  const cookies = response.headers.getSetCookie()
  if (new URL(request.url).pathname.startsWith('/api/auth/csrf')) return cookies
  const ofSession = cookies.filter((cookie) => cookie.startsWith(`${sessionCookieName(settings.cookie)}=`))
  if (ofSession.length === 0) return []
  const { protocol } = new URL(settings.config.apiOrigin)
  return [
    ...ofSession,
    ...clearedOtherForms(request.headers.get('cookie'), settings.cookie, protocol),
    ...(changesWho ? [clearedCookie(settings.cookie, 'csrf')] : []),
  ]
}

/**
 * Passes on the cookies that next-auth set and nothing else: next-auth takes every cookie whose name begins with that
 * of the session for a piece of it, so another app's `session_id` on this host would sign everybody out.
 */
async function ownCookies(header: string | null, { cookie, tokens }: ApiSettings): Promise<string> {
  const { sessionToken, csrfToken } = authCookies(cookie)
  const presented = await presentedSession(header, tokens)
  // Under the name of the current topology, whatever its cookie was called.
  const session = presented.kind === 'genuine' ? [`${sessionToken.name}=${presented.token}`] : []
  // Not the address to go back to: nothing here goes back, and one that is no address makes next-auth fail.
  const formTokens = cookieValues(header, csrfToken.name).map((value) => `${csrfToken.name}=${value}`)
  return [...session, ...formTokens].join('; ')
}

const redirect = z.object({ url: z.string() })

/** Reads the `error` of the address that next-auth would have redirected to. @throws Problem when there is one */
function refuseErrors(said: unknown, failure: unknown): void {
  const { data } = redirect.safeParse(said)
  const error = data ? new URL(data.url).searchParams.get('error') : 'Configuration'
  if (error === null) return
  if (error === 'CredentialsSignin')
    throw new Problem('invalid_credentials', 'No account has this username and password.')
  if (error === 'MissingCSRF') {
    throw new Problem(
      'csrf_token_invalid',
      'The csrfToken must come from GET /api/auth/csrf, and the cookie it set must come back with this request.',
    )
  }
  throw failure ?? problems.internal()
}
