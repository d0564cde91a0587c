'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { type ApiClient, ApiError, type Session } from '@/lib/client'
import { forgetPageToken } from '@/lib/client/page-token'
import { useApp } from './app'
import { SESSION_KEY } from './session-life'

/** The time to wait before asking an API that does not answer again, in milliseconds. */
export const RETRY_UNREACHABLE_MS = 5000

/** Asks again while there is no answer, so that the page comes back by itself once the API is up. */
const whileUnreachable = ({ state }: { state: { error: Error | null } }) =>
  state.error instanceof ApiError && state.error.kind === 'network' && RETRY_UNREACHABLE_MS

/** Reads who is signed in, again whenever the tab is looked at. */
export function useSession() {
  const { client } = useApp()
  return useQuery<Session | null, Error>({
    queryKey: SESSION_KEY,
    queryFn: ({ signal }) => client.session({ signal }),
    refetchOnWindowFocus: 'always',
    refetchInterval: whileUnreachable,
  })
}

/** Asks whether anything answers at the API's address: tells a stopped API from one that refuses this origin. */
export function useApiAnswers() {
  const { client } = useApp()
  return useQuery({
    queryKey: ['api-answers'],
    queryFn: ({ signal }) => client.answers({ signal }),
    staleTime: 0,
    gcTime: 0,
    refetchInterval: RETRY_UNREACHABLE_MS,
  })
}

type Credentials = { username: string; password: string }

/** Returns null when the browser kept no cookie: neither the session's nor the form's. */
async function signInByCookie(client: ApiClient, credentials: Credentials): Promise<Session | null> {
  try {
    await client.signIn(credentials)
  } catch (error) {
    // A browser that keeps no cookie of the API does not keep the one that ties the form to it either.
    if (error instanceof ApiError && error.code === 'csrf_token_invalid') return null
    throw error
  }
  return client.session()
}

/** Resolves to `null` when the browser kept no cookie, and the API offers no way without one. */
export function useSignIn() {
  const { client, life, apiOrigin } = useApp()
  return useMutation<Session | null, Error, { username: string; password: string; next?: string }>({
    mutationFn: async ({ next = '/dashboard', ...credentials }) => {
      forgetPageToken()
      const session = await signInByCookie(client, credentials)
      if (session !== null) return session
      const { signInByVisit } = await import('../visit')
      return signInByVisit(client, { apiOrigin, next }, credentials)
    },
    onSuccess: (session) => {
      if (session !== null) life.begin(session)
    },
  })
}

export function useSignOut() {
  const { client, life, announce } = useApp()
  return useMutation({
    mutationFn: () => client.signOut(),
    onSuccess: () => {
      life.end()
      announce('Signed out')
    },
  })
}
