'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ApiError } from '@/lib/client'
import { type Elsewhere, startAddress } from '@/lib/client/handover'
import { forgetPageToken } from '@/lib/client/page-token'
import type { Session } from '@/lib/contract/auth'
import type { WaysIn } from '@/lib/contract/sign-in'
import { useApp } from './app'

export const WAYS_IN_KEY = ['linkedAccounts', {}] as const

/** Returns the ways to sign in that the API is configured for. */
export function useSignInOptions() {
  const { client } = useApp()
  return useQuery({
    queryKey: ['sign-in-options'],
    queryFn: ({ signal }) => client.call('signInOptions', 'GET', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** Leaves this page for a provider. Stays pending, because the browser is on its way. */
export function useSignInElsewhere() {
  const { apiOrigin } = useApp()
  return useMutation<never, Error, Elsewhere>({
    mutationFn: async (elsewhere) => {
      window.location.assign(await startAddress(apiOrigin, elsewhere))
      return new Promise<never>(() => {})
    },
  })
}

/** Says how fetching a sign-in ended. `session` is null when the browser kept no cookie of it. */
export type Fetched = { outcome: 'linked' } | { outcome: 'signed-in'; session: Session | null }

/** Fetches the session of a sign-in that was finished at the API's address. */
export function useHandover() {
  const { client, life, apiOrigin } = useApp()
  const queryClient = useQueryClient()
  return useMutation<Fetched, Error, { code: string; verifier: string; next: string }>({
    async mutationFn({ next, ...body }) {
      const send = () => client.call('handover', 'POST', { body })
      const { outcome, token, visit } = await send().catch((error: unknown) => {
        // The cookie of an old session is in the way once: the refusal deletes it, and the code was not tried.
        const inTheWay = error instanceof ApiError && error.code?.startsWith('session_')
        if (inTheWay) return send()
        throw error
      })
      if (outcome === 'linked') return { outcome }
      if (token) (await import('../visit')).takePageToken(token)
      else forgetPageToken()
      const session = await client.session()
      if (session || !visit) return { outcome, session }
      return (await import('../visit')).continueByVisit({ apiOrigin, next }, visit, body.verifier)
    },
    onSuccess(fetched) {
      if (fetched.outcome === 'linked') void queryClient.invalidateQueries({ queryKey: WAYS_IN_KEY })
      else if (fetched.session) life.begin(fetched.session)
    },
  })
}

/** Returns how the signed-in user can sign in. */
export function useWaysIn() {
  const { client } = useApp()
  return useQuery<WaysIn>({
    queryKey: WAYS_IN_KEY,
    queryFn: ({ signal }) => client.call('linkedAccounts', 'GET', { signal }),
  })
}
