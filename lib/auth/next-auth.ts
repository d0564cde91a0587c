import { decide } from '@next-cross-origin/cors'
import { NextRequest } from 'next/server'
import NextAuth, { type NextAuthConfig } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { z } from 'zod'
import { findUser } from '@/lib/db/users'
import type { Call } from '@/lib/gate/handler'
import { Problem, problems } from '@/lib/gate/problem'
import type { GateSettings } from '@/lib/gate/settings'
import { log } from '@/lib/log'
import { type CookieProfile, clearedOtherForms, cookieValues, sessionCookieName } from '@/lib/session/cookie'
import { deriveKey } from '@/lib/session/keys'
import { presentedSession } from '@/lib/session/presented'
import { createSession, type LiveSession, revokeSession } from '@/lib/session/rows'
import { signToken, verifyToken } from '@/lib/session/token'
import { verifyPassword } from './passwords'

const credentials = z.object({ username: z.string().max(64), password: z.string().max(256) })

/** Every cookie that next-auth knows, named and kept as the topology asks. */
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
    pkceCodeVerifier: named(`${prefix}pkce`),
    state: named(`${prefix}state`),
    nonce: named(`${prefix}nonce`),
    webauthnChallenge: named(`${prefix}webauthn`),
  } satisfies NextAuthConfig['cookies']
}

/**
 * next-auth for one request that has passed the gate. It checks the form token and moves the cookies; who may sign
 * in, what a token says and whether its session lives is decided here.
 */
async function nextAuthFor({
  request,
  settings,
  requestId,
  session: live,
}: Call<LiveSession | null>): Promise<NextAuthConfig> {
  const { config, cookie, policy, tokens } = settings
  const [currentSecret = ''] = config.secrets
  const formSecret = Buffer.from(await deriveKey(currentSecret, 'sign-in form')).toString('base64url')
  let session = live?.session ?? null

  return {
    basePath: '/api/auth',
    trustHost: true,
    secret: formSecret,
    session: { strategy: 'jwt', maxAge: config.sessionIdleSeconds },
    cookies: authCookies(cookie),
    providers: [
      Credentials({
        credentials: { username: {}, password: {} },
        async authorize(sent) {
          const { data } = credentials.safeParse(sent)
          const user = data ? await findUser(data.username) : null
          const verified = await verifyPassword(data?.password ?? '', user?.passwordHash ?? null)
          if (!user || !verified || user.disabled) return null
          return { id: user.id, name: user.displayName }
        },
      }),
    ],
    callbacks: {
      async jwt({ token, trigger, user }) {
        if (trigger === 'signIn' && user?.id) {
          const { headers } = request
          const started = {
            userId: user.id,
            userAgent: headers.get('user-agent') ?? '',
            origin: headers.get('origin') ?? '',
          }
          session = await createSession(started, config)
          return { sub: user.id, sid: session.id }
        }
        return live ? token : null
      },
      session({ session: shown }) {
        if (!live || !session) return shown
        const { username, displayName } = live.user
        return {
          user: { username, name: displayName },
          sessionId: session.id,
          expires: expiry(session.expiresAt, config.sessionIdleSeconds).toISOString(),
        }
      },
      redirect: ({ url }) => {
        const origin = URL.canParse(url) ? new URL(url).origin : ''
        const { allow } = decide(policy, { method: 'GET', headers: new Headers({ origin }) })
        return allow ? url : config.apiOrigin
      },
    },
    events: {
      async signOut(message) {
        if ('token' in message && message.token && live) await revokeSession(live.user.id, live.session.id)
      },
    },
    jwt: {
      async encode({ token }) {
        if (!session || typeof token?.sub !== 'string')
          throw new Error('A token is made for a session row only.')
        const claims = { userId: token.sub, sessionId: session.id }
        return signToken(claims, expiry(session.expiresAt, config.sessionIdleSeconds), tokens)
      },
      async decode({ token }) {
        const claims = token ? await verifyToken(token, tokens) : { fault: 'malformed' }
        return 'fault' in claims ? null : { sub: claims.userId, sid: claims.sessionId }
      },
    },
    logger: {
      // A wrong password is an answer, not a fault, and what a person typed is no matter for a log.
      error: (error) => {
        const type = 'type' in error ? String(error.type) : error.name
        if (type === 'CredentialsSignin' || type === 'MissingCSRF') return
        log.error({ event: 'next_auth_failed', requestId, type, cause: causeOf(error) })
      },
      warn: () => {},
      debug: () => {},
    },
  }
}

function causeOf(error: Error): string | undefined {
  const { cause } = error
  const inner = cause && typeof cause === 'object' && 'err' in cause ? cause.err : cause
  return inner instanceof Error ? inner.message.slice(0, 300) : undefined
}

/** The idle limit from now on, or the absolute one when that is sooner. */
function expiry(absolute: Date, idleSeconds: number): Date {
  return new Date(Math.min(Date.now() + idleSeconds * 1_000, absolute.getTime()))
}

/**
 * Hands a request to next-auth, at the API's configured address whatever `Host` said, and asks for JSON in place of
 * a redirect.
 * @param form the JSON body, already read and bounded; absent for a read
 * @throws Problem 401 for wrong credentials, 403 for a form token that is not this browser's, 500 for a fault
 */
export async function runNextAuth(call: Call<LiveSession | null>, form?: object): Promise<Response> {
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
  const { handlers } = NextAuth(await nextAuthFor(call))
  if (!form) return keepFormToken(await handlers.GET(forwarded), call)
  const response = await handlers.POST(forwarded)
  const error = await redirectError(response)
  if (error !== null) throw problemOf(error)
  return keepFormToken(response, call)
}

/**
 * next-auth makes a form token in every answer to a browser that has none. Two answers at once would then undo each
 * other, and a sign-in fail for no reason a person can see: only the route that hands the token out sets its cookie.
 */
function keepFormToken(response: Response, { request, settings }: Call<LiveSession | null>): Response {
  if (new URL(request.url).pathname.startsWith('/api/auth/csrf')) return response
  const sessionCookie = `${sessionCookieName(settings.cookie)}=`
  const answer = new Response(response.body, response)
  answer.headers.delete('set-cookie')
  for (const cookie of response.headers.getSetCookie()) {
    if (!cookie.startsWith(sessionCookie)) continue
    answer.headers.append('set-cookie', cookie)
    const { protocol } = new URL(settings.config.apiOrigin)
    for (const other of clearedOtherForms(request.headers.get('cookie'), settings.cookie, protocol)) {
      answer.headers.append('set-cookie', other)
    }
  }
  return answer
}

/**
 * The cookies that next-auth set and nothing else: it takes every cookie whose name begins with that of the session
 * for a piece of it, so that another app's `session_id` on this host would sign everybody out.
 */
async function ownCookies(header: string | null, { cookie, tokens }: GateSettings): Promise<string> {
  const { sessionToken, csrfToken } = authCookies(cookie)
  const presented = await presentedSession(header, tokens)
  // Under the name of the current topology, whatever its cookie was called.
  const session = presented.kind === 'genuine' ? [`${sessionToken.name}=${presented.token}`] : []
  // Not the address to go back to: nothing here goes back, and one that is no address makes next-auth fail.
  const formTokens = cookieValues(header, csrfToken.name).map((value) => `${csrfToken.name}=${value}`)
  return [...session, ...formTokens].join('; ')
}

/** The `error` of the address that next-auth would have redirected to, or null after a success. */
async function redirectError(response: Response): Promise<string | null> {
  const answer = z.object({ url: z.string() }).safeParse(await response.clone().json())
  return answer.success ? new URL(answer.data.url).searchParams.get('error') : 'Configuration'
}

function problemOf(error: string): Problem {
  if (error === 'CredentialsSignin') {
    return new Problem(
      401,
      'invalid_credentials',
      'Wrong username or password',
      'No account has this username and password.',
    )
  }
  if (error === 'MissingCSRF') {
    return new Problem(
      403,
      'csrf_token_invalid',
      'The form token is not valid',
      'The csrfToken must come from GET /api/auth/csrf, and the cookie it set must come back with this request.',
    )
  }
  return problems.internal()
}
