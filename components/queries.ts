'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ApiError, type Profile, type Session, type SessionRow } from '@/lib/client'
import { useApp } from './app-provider'
import { SESSION_KEY } from './session-life'

const profileKey = (username: string) => ['profile', username] as const
const SESSIONS_KEY = ['sessions'] as const

/** How long to wait before asking an API that does not answer again, in milliseconds. */
const RETRY_UNREACHABLE_MS = 5000

/** Asks again while there is no answer, so that the page comes back by itself once the API is up. */
const whileUnreachable = ({ state }: { state: { error: Error | null } }) =>
  state.error instanceof ApiError && state.error.kind === 'network' && RETRY_UNREACHABLE_MS

/** Who is signed in, asked again whenever the tab is looked at. */
export function useSession() {
  const { client } = useApp()
  return useQuery<Session | null, Error>({
    queryKey: SESSION_KEY,
    queryFn: ({ signal }) => client.session({ signal }),
    refetchOnWindowFocus: 'always',
    refetchInterval: whileUnreachable,
  })
}

/** Whether anything answers at the API's address: tells a stopped API from one that refuses this origin. */
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
  return useQuery<Profile, Error>({
    queryKey: profileKey(username),
    queryFn: ({ signal }) => client.getUser(username, { signal }),
    refetchInterval: whileUnreachable,
  })
}

export function useUpdateProfile(username: string) {
  const { client } = useApp()
  const queryClient = useQueryClient()
  return useMutation<Profile, Error, { displayName?: string; bio?: string }>({
    mutationFn: (change) => client.updateUser(username, change),
    onSuccess: (profile) => queryClient.setQueryData(profileKey(username), profile),
  })
}

/** Resolves to `null` when the browser kept no cookie: neither the session's nor the form's. */
export function useSignIn() {
  const { client, life } = useApp()
  return useMutation<Session | null, Error, { username: string; password: string }>({
    mutationFn: async (credentials) => {
      try {
        await client.signIn(credentials)
      } catch (error) {
        // A browser that keeps no cookie of the API does not keep the one that ties the form to it either.
        if (error instanceof ApiError && error.code === 'csrf_token_invalid') return null
        throw error
      }
      return client.session()
    },
    onSuccess: (session) => {
      if (session !== null) life.begin(session)
    },
  })
}

export function useSignUp() {
  const { client } = useApp()
  return useMutation<Profile, Error, { username: string; password: string; displayName?: string }>({
    mutationFn: (account) => client.signUp(account),
  })
}

export function useSignOut() {
  const { client, life, announce } = useApp()
  return useMutation<void, Error>({
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
  return useMutation<void, Error, { currentPassword: string; newPassword: string }>({
    mutationFn: (passwords) => client.changePassword(username, passwords),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: SESSIONS_KEY }),
  })
}

export function useSessions() {
  const { client } = useApp()
  return useQuery<SessionRow[], Error>({
    queryKey: SESSIONS_KEY,
    queryFn: ({ signal }) => client.listSessions({ signal }),
    refetchInterval: whileUnreachable,
    refetchOnWindowFocus: 'always',
  })
}

export function useRevokeSession() {
  const { client } = useApp()
  const queryClient = useQueryClient()
  return useMutation<void, Error, string>({
    mutationFn: (id) => client.revokeSession(id),
    onSuccess: (_nothing, id) =>
      queryClient.setQueryData<SessionRow[]>(SESSIONS_KEY, (rows) => rows?.filter((row) => row.id !== id)),
  })
}

export function useRevokeOtherSessions() {
  const { client } = useApp()
  const queryClient = useQueryClient()
  return useMutation<number, Error>({
    mutationFn: () => client.revokeOtherSessions(),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: SESSIONS_KEY }),
  })
}
