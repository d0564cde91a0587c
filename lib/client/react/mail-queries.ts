'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { mailChallenge } from '@/lib/client/handover'
import type { MailLink } from '@/lib/contract/mail'
import { useApp } from './app'
import { WAYS_IN_KEY } from './sign-in-queries'

/** Asks for a link to sign in by. Success says nothing about whether an account has the address. */
export function useAskForLink() {
  const { client } = useApp()
  return useMutation({
    mutationFn: async (wish: Omit<MailLink, 'challenge'>) =>
      client.call('mailLink', 'POST', { body: { ...wish, challenge: await mailChallenge() } }),
  })
}

export function useAskForAddress(username: string) {
  const { client } = useApp()
  return useMutation({
    mutationFn: (email: string) =>
      client.call('emailAddress', 'PUT', { params: { username }, body: { email } }),
  })
}

export function useConfirmAddress() {
  const { client } = useApp()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (code: string) => client.call('emailConfirmation', 'POST', { body: { code } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: WAYS_IN_KEY }),
  })
}

/** Reads the mails that would have left, again and again while the page is open. */
export function useOutbox() {
  const { client } = useApp()
  return useQuery({
    queryKey: ['outbox'],
    queryFn: async ({ signal }) => (await client.call('outbox', 'GET', { signal })).mails,
    refetchInterval: 2_000,
  })
}
