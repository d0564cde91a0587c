'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { mailChallenge } from '@/lib/client/handover'
import type { MailLink } from '@/lib/contract/mail'
import { useApp } from './app'

/** Asks for a link to sign in by. Success says nothing about whether an account has the address. */
export function useAskForLink() {
  const { client } = useApp()
  return useMutation({
    mutationFn: async (wish: Omit<MailLink, 'challenge'>) =>
      client.call('mailLink', 'POST', { body: { ...wish, challenge: await mailChallenge() } }),
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
