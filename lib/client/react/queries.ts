'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ApiClient, ApiError, type ListedSession, type Profile, type Session } from '@/lib/client'
import { forgetPageToken } from '@/lib/client/page-token'
import type { ListedToken } from '@/lib/contract/tokens'
import { useApp } from './app'
import { SESSION_KEY } from './session-life'

const profileKey = (username: string) => ['profile', username] as const
const SESSIONS_KEY = ['sessions'] as const
const TOKENS_KEY = ['tokens'] as const

/** The time to wait before asking an API that does not answer again, in milliseconds. */
const RETRY_UNREACHABLE_MS = 5000

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

export function useProfile(username: string) {
  const { client } = useApp()
  return useQuery({
    queryKey: profileKey(username),
    queryFn: ({ signal }) => client.call('user', 'GET', { params: { username }, signal }),
    refetchInterval: whileUnreachable,
  })
}

export function useUpdateProfile(username: string) {
  const { client } = useApp()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: { displayName?: string; bio?: string }) =>
      client.call('user', 'PATCH', { params: { username }, body }),
    onSuccess: (profile) => queryClient.setQueryData<Profile>(profileKey(username), profile),
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

export function useSignUp() {
  const { client } = useApp()
  return useMutation({
    mutationFn: (body: { username: string; password: string; displayName?: string | undefined }) =>
      client.call('users', 'POST', { body }),
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

export function useChangePassword(username: string) {
  const { client } = useApp()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: { currentPassword?: string | undefined; newPassword: string }) =>
      client.call('password', 'PATCH', { params: { username }, body }),
    onSuccess: () =>
      // The sessions, the tokens and the ways in have changed.
      queryClient.invalidateQueries(),
  })
}

export function useSessions() {
  const { client } = useApp()
  return useQuery({
    queryKey: SESSIONS_KEY,
    queryFn: async ({ signal }) => (await client.call('sessions', 'GET', { query: {}, signal })).sessions,
    refetchInterval: whileUnreachable,
    refetchOnWindowFocus: 'always',
  })
}

/** Lists what happened to the account, the newest first. */
export function useActivity() {
  const { client } = useApp()
  return useQuery({
    queryKey: ['activity'],
    queryFn: async ({ signal }) => (await client.call('activity', 'GET', { signal })).events,
    refetchInterval: whileUnreachable,
  })
}

export function useRevokeSession() {
  const { client } = useApp()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => client.call('session', 'DELETE', { params: { id } }),
    onSuccess: (_nothing, id) =>
      queryClient.setQueryData<ListedSession[]>(SESSIONS_KEY, (rows) => rows?.filter((row) => row.id !== id)),
  })
}

export function useRevokeOtherSessions() {
  const { client } = useApp()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async () => (await client.call('sessions', 'DELETE')).revoked,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: SESSIONS_KEY }),
  })
}

export function useTokens() {
  const { client } = useApp()
  return useQuery({
    queryKey: TOKENS_KEY,
    queryFn: async ({ signal }) => (await client.call('tokens', 'GET', { signal })).tokens,
    refetchInterval: whileUnreachable,
  })
}

export function useMakeToken() {
  const { client } = useApp()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: { name: string; scope: 'read' | 'write' }) => client.call('tokens', 'POST', { body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: TOKENS_KEY }),
  })
}

/** Takes the row away at once, and puts it back if the API refuses. */
export function useRevokeToken() {
  const { client } = useApp()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => client.call('token', 'DELETE', { params: { id } }),
    onMutate: async (id) => {
      // An answer still under way would bring the row back.
      await queryClient.cancelQueries({ queryKey: TOKENS_KEY })
      const before = queryClient.getQueryData<ListedToken[]>(TOKENS_KEY)
      queryClient.setQueryData<ListedToken[]>(TOKENS_KEY, (rows) => rows?.filter((row) => row.id !== id))
      return before
    },
    onError: (_error, _id, before) => queryClient.setQueryData(TOKENS_KEY, before),
    onSettled: () => queryClient.invalidateQueries({ queryKey: TOKENS_KEY }),
  })
}
