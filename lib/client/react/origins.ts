'use client'

import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import type { AllowedOrigin } from '@/lib/contract/origins'
import { useApp } from './app'

const ORIGINS_KEY = ['origins'] as const

/** Lists the run-time allowlist in pages. @param search text in the origin or the note */
export function useOrigins(search: string) {
  const { client } = useApp()
  return useInfiniteQuery({
    queryKey: [...ORIGINS_KEY, search],
    queryFn: ({ pageParam, signal }) =>
      client.page('origins', {
        query: { ...(search && { q: search }), ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: (earlier) => earlier,
  })
}

/** Reads the lists again, because a change can move an entry into or out of a search. */
function useReadAgain() {
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries({ queryKey: ORIGINS_KEY })
}

/** The fields of an entry that a person may change. */
export type OriginChange = Partial<Pick<AllowedOrigin, 'origin' | 'note' | 'expiresAt' | 'enabled'>>

export function useChangeOrigin() {
  const { client } = useApp()
  const readAgain = useReadAgain()
  return useMutation({
    mutationFn: ({ id, ...body }: OriginChange & { id: string }) =>
      client.call('origin', 'PATCH', { params: { id }, body }),
    // Also after a failure, so that a switch that was moved shows what the API has.
    onSettled: readAgain,
  })
}

export function useAddOrigin() {
  const { client } = useApp()
  const readAgain = useReadAgain()
  return useMutation({
    mutationFn: (body: OriginChange & { origin: string }) => client.call('origins', 'POST', { body }),
    onSuccess: readAgain,
  })
}

export function useDeleteOrigin() {
  const { client } = useApp()
  const readAgain = useReadAgain()
  return useMutation({
    mutationFn: (id: string) => client.call('origin', 'DELETE', { params: { id } }),
    onSuccess: readAgain,
  })
}
