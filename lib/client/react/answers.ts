'use client'

import {
  useMutation,
  useQueryClient,
  useSuspenseInfiniteQuery,
  useSuspenseQuery,
} from '@tanstack/react-query'
import type { Contract } from '@/lib/contract'
import type { Answer, MethodOf } from '@/lib/contract/types'
import type { Given, Input, ListName } from '../client'
import { useApp } from './app'

/** The routes that can be read. */
type ReadName = {
  [Name in keyof Contract]: 'GET' extends MethodOf<Contract[Name]> ? Name : never
}[keyof Contract]

/**
 * Reads a route. The component waits at the nearest `QueryBoundary`, which also shows a failure.
 * @example
 * const { tokens } = useRead('tokens')
 */
export function useRead<Name extends ReadName>(
  name: Name,
  ...[input]: Given<Input<Name, 'GET'>>
): Answer<Contract[Name], 'GET'> {
  const { client } = useApp()
  const { data } = useSuspenseQuery({
    queryKey: [name, input ?? {}],
    queryFn: ({ signal }) =>
      client.call(name, 'GET', ...([{ ...input, signal }] as unknown as Given<Input<Name, 'GET'>>)),
  })
  return data
}

type QueryOf<Name extends ListName> = Input<Name, 'GET'> extends { query: infer Query } ? Query : never

/**
 * Reads a list, page by page. Waits and fails as `useRead` does.
 * @example
 * const { pages, more } = usePages('origins', { q: search })
 */
export function usePages<Name extends ListName>(name: Name, query: QueryOf<Name>) {
  const { client } = useApp()
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useSuspenseInfiniteQuery({
    queryKey: [name, { query }],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const input = { query: { ...(query as object), ...(pageParam && { cursor: pageParam }) }, signal }
      return client.page(name, input as unknown as Input<Name, 'GET'>)
    },
    getNextPageParam: ({ next }) => next,
  })
  return {
    pages: data.pages.map(({ answer }) => answer),
    /** Reads one page more; null when the last one is there. */
    more: hasNextPage ? { read: () => void fetchNextPage(), pending: isFetchingNextPage } : null,
  }
}

/**
 * Makes a call that changes something, then reads again what may have changed by it.
 * @param changes the routes whose answers are no longer right
 * @example
 * const revoke = useSend('session', 'DELETE', ['sessions'])
 * revoke.mutate({ params: { id } })
 */
export function useSend<Name extends keyof Contract, M extends MethodOf<Contract[Name]>>(
  name: Name,
  method: M,
  changes: readonly (keyof Contract)[] = [],
) {
  const { client } = useApp()
  const queryClient = useQueryClient()
  return useMutation<Answer<Contract[Name], M>, Error, Input<Name, M>>({
    mutationFn: (input) => client.call(name, method, ...([input] as unknown as Given<Input<Name, M>>)),
    // Also after a failure, so that a switch that was moved shows what the API has.
    onSettled: () => Promise.all(changes.map((each) => queryClient.invalidateQueries({ queryKey: [each] }))),
  })
}
