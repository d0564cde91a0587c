'use client'

import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import type { AdministeredUser } from '@/lib/contract/administration'
import { useApp } from './app'

const USERS_KEY = ['administered-users'] as const
const USERS_A_PAGE = 50

/** Returns every user by name, page by page. */
export function useAdministeredUsers() {
  const { client } = useApp()
  return useInfiniteQuery({
    queryKey: USERS_KEY,
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam, signal }) => {
      const query = { after: pageParam, limit: USERS_A_PAGE }
      return (await client.call('administeredUsers', 'GET', { query, signal })).users
    },
    getNextPageParam: (page) => (page.length === USERS_A_PAGE ? page.at(-1)?.username : undefined),
    select: ({ pages }) => pages.flat(),
  })
}

/** Describes what an administrator does to a user. */
export type Change = Partial<Pick<AdministeredUser, 'role' | 'disabled'>> | 'end-sessions'

/** Changes one user, or ends the user's sessions. */
export function useAdminister(username: string) {
  const { client } = useApp()
  const queryClient = useQueryClient()
  return useMutation<unknown, Error, Change>({
    mutationFn: (change) =>
      change === 'end-sessions'
        ? client.call('administeredSessions', 'DELETE', { params: { username } })
        : client.call('administeredUser', 'PATCH', { params: { username }, body: change }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: USERS_KEY }),
  })
}
