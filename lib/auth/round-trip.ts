import { NextRequest } from 'next/server'
import NextAuth, { type NextAuthConfig } from 'next-auth'
import * as z from 'zod/mini'
import { type RoundTrip, roundTrip } from '@/lib/contract/sign-in'
import type { Identity } from '@/lib/db/schema'
import type { Call } from '@/lib/gate/handler'
import { Problem } from '@/lib/gate/problem'
import { log } from '@/lib/log'
import { cookieValues } from '@/lib/session/cookie'
import { deriveKey } from '@/lib/session/keys'
import { issueHandover } from './handover'
import { signInByIdentity } from './linked-accounts'
import { finishAddress } from './page-origin'
import type { AuthProvider } from './providers/provider'

/**
 * The way to a provider and back, which next-auth walks: it makes and checks `state`, PKCE and nonce, and trades the
 * code for a profile. Its own session is never used: the profile ends in a handover.
 */

/** Says how long a person may take at the provider. */
const lifeSeconds = 600

/** One round trip: to which provider, and the request that is a step of it. */
export interface Trip extends Call {
  providerId: string
  provider: AuthProvider
}

/**
 * The cookies of the round trip. `Lax`, because the provider's answer is a top-level visit from another site, and
 * unpartitioned, because at a top-level visit the API is the first party. Each provider has a path of its own, so that
 * two sign-ins at once do not undo each other.
 */
function tripCookies({ providerId, settings }: Trip) {
  const secure = new URL(settings.config.apiOrigin).protocol === 'https:'
  const path = `/api/auth/callback/${providerId}`
  const named = (name: string) => ({
    name: `${secure ? '__Secure-' : ''}round-trip-${name}`,
    options: { httpOnly: true, secure, sameSite: 'lax' as const, path, maxAge: lifeSeconds },
  })
  return {
    state: named('state'),
    pkceCodeVerifier: named('pkce'),
    nonce: named('nonce'),
    csrfToken: named('form'),
    callbackUrl: named('callback'),
    /** Ours: where the page is, and its challenge. */
    trip: named('page'),
  }
}

async function nextAuthFor(trip: Trip, signIn: SignIn) {
  const { settings, requestId, provider } = trip
  const [currentSecret = ''] = settings.config.secrets
  const { trip: _, ...cookies } = tripCookies(trip)
  return NextAuth({
    basePath: '/api/auth',
    trustHost: true,
    secret: Buffer.from(await deriveKey(currentSecret, 'round trip')).toString('base64url'),
    cookies,
    providers: [provider.provider],
    callbacks: {
      signIn,
      // Every address that comes here is made in this file, from an origin that the policy allows.
      redirect: ({ url }) => url,
    },
    logger: {
      error: (error) =>
        log.warn({ event: 'round_trip_failed', requestId, provider: trip.providerId, err: error }),
      warn: () => {},
      debug: () => {},
    },
  }).handlers
}

type SignIn = NonNullable<NonNullable<NextAuthConfig['callbacks']>['signIn']>

/**
 * Sends the browser to the provider, with the cookies by which its return is known.
 * @throws Problem 503 when the provider does not say where to send it
 */
export async function startRoundTrip(trip: Trip, page: RoundTrip): Promise<void> {
  const { apiOrigin } = trip.settings.config
  const handlers = await nextAuthFor(trip, () => false)
  // next-auth starts a sign-in by a form of its own only. The challenge does here what the form's token does there:
  // whoever made this browser start cannot use what comes back.
  const form = await handlers.GET(new NextRequest(`${apiOrigin}/api/auth/csrf`))
  const { csrfToken } = z.object({ csrfToken: z.string() }).parse(await form.json())
  const response = await handlers.POST(
    new NextRequest(`${apiOrigin}/api/auth/signin/${trip.providerId}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        cookie: cookiePairs(form),
        'x-auth-return-redirect': '1',
      },
      body: JSON.stringify({ csrfToken }),
    }),
  )
  const { url } = z.object({ url: z.url() }).parse(await response.json())
  // next-auth goes to its own error page when the provider's discovery document cannot be read.
  if (new URL(url).origin === apiOrigin) {
    throw new Problem('provider_unreachable', `${trip.provider.name} does not answer. Try again shortly.`)
  }
  const cookies = tripCookies(trip)
  const kept = [cookies.state, cookies.pkceCodeVerifier, cookies.nonce].map(({ name }) => `${name}=`)
  trip.headers.set('location', url)
  for (const cookie of response.headers.getSetCookie()) {
    if (kept.some((start) => cookie.startsWith(start))) trip.headers.append('set-cookie', cookie)
  }
  const sent = Buffer.from(JSON.stringify(page)).toString('base64url')
  trip.headers.append('set-cookie', setCookie(cookies.trip, sent))
}

const cookiePairs = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ')

type Named = ReturnType<typeof tripCookies>['trip']

function setCookie({ name, options: { path, maxAge, secure } }: Named, value: string): string {
  const age = value === '' ? 0 : maxAge
  return `${name}=${value}; Path=${path}; Max-Age=${age}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
}

/**
 * Returns what the page said when it started this round trip, or null when this browser has not started one here, or
 * too long ago. Whether the origin is still allowed is the caller's to ask.
 */
export function startedTrip(trip: Trip): RoundTrip | null {
  const [value, second] = cookieValues(trip.request.headers.get('cookie'), tripCookies(trip).trip.name)
  if (value === undefined || second !== undefined) return null
  try {
    return roundTrip.parse(JSON.parse(Buffer.from(value, 'base64url').toString()))
  } catch {
    return null
  }
}

/**
 * Takes the provider's answer and sends the browser back to the page, with a one-time code or the reason why there is
 * none.
 */
export async function finishRoundTrip(trip: Trip, page: RoundTrip): Promise<void> {
  const { request, headers, settings } = trip
  const back = (outcome: Readonly<Record<string, string>>) =>
    finishAddress(page.origin, { ...outcome, next: page.next })
  const handlers = await nextAuthFor(trip, async ({ user, account, profile }) => {
    if (!account) return false
    const email = await trip.provider.verifiedEmail(profile, account.access_token)
    const identity: Identity = {
      provider: trip.providerId,
      subject: account.providerAccountId,
      email: email?.toLowerCase() ?? null,
    }
    const subject = await subjectOf(identity, user.name ?? '', page)
    if (typeof subject === 'string') return back({ error: subject })
    return back({ code: await issueHandover({ ...subject, via: trip.providerId }, page) })
  })
  const cookies = tripCookies(trip)
  const sent = [cookies.state, cookies.pkceCodeVerifier, cookies.nonce].flatMap(({ name }) =>
    cookieValues(request.headers.get('cookie'), name).map((value) => `${name}=${value}`),
  )
  const { search } = new URL(request.url)
  const response = await handlers.GET(
    new NextRequest(`${settings.config.apiOrigin}/api/auth/callback/${trip.providerId}${search}`, {
      headers: { cookie: sent.join('; ') },
    }),
  )
  const location = response.headers.get('location') ?? ''
  const came = location.startsWith(`${page.origin}/sign-in/finish#`)
  headers.set('location', came ? location : back({ error: failureOf(location) }))
  for (const cookie of Object.values(cookies)) headers.append('set-cookie', setCookie(cookie, ''))
}

async function subjectOf(identity: Identity, name: string, { intent }: RoundTrip) {
  if (intent === 'link') return { userId: null, link: identity }
  const user = await signInByIdentity(identity, name)
  return typeof user === 'string' ? user : { userId: user.id, link: null }
}

/** next-auth says in the address of its own error page what was wrong. */
function failureOf(location: string): 'provider_refused' | 'round_trip_failed' {
  const error = URL.canParse(location) ? new URL(location).searchParams.get('error') : null
  return error === 'OAuthCallbackError' ? 'provider_refused' : 'round_trip_failed'
}
