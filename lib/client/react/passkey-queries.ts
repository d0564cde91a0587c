'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { challengeOf, newVerifier } from '@/lib/client/handover'
import { useApp } from './app'
import { useHandover, WAYS_IN_KEY } from './sign-in-queries'

const PASSKEYS_KEY = ['passkeys'] as const

/** Loaded when a person asks for it: most never do. */
const browserSide = () => import('@simplewebauthn/browser')

type Options<Start extends (options: never) => unknown> = Parameters<Start>[0] extends {
  optionsJSON: infer Json
}
  ? Json
  : never
type Browser = Awaited<ReturnType<typeof browserSide>>

export function usePasskeys() {
  const { client } = useApp()
  return useQuery({
    queryKey: PASSKEYS_KEY,
    queryFn: async ({ signal }) => (await client.call('passkeys', 'GET', { signal })).passkeys,
  })
}

function useReadAgain() {
  const queryClient = useQueryClient()
  return () =>
    Promise.all([PASSKEYS_KEY, WAYS_IN_KEY].map((queryKey) => queryClient.invalidateQueries({ queryKey })))
}

/** Asks the browser for a new passkey, and the API to keep it. */
export function useAddPasskey() {
  const { client } = useApp()
  const readAgain = useReadAgain()
  return useMutation({
    mutationFn: async (name: string) => {
      const { startRegistration } = await browserSide()
      const optionsJSON = await client.call('newPasskey', 'POST', { body: {} })
      const response = await startRegistration({
        optionsJSON: optionsJSON as unknown as Options<Browser['startRegistration']>,
      })
      await client.call('passkeys', 'POST', { body: { name, response: { ...response } } })
    },
    onSuccess: readAgain,
  })
}

export function useRemovePasskey() {
  const { client } = useApp()
  const readAgain = useReadAgain()
  return useMutation({
    mutationFn: (id: string) => client.call('passkey', 'DELETE', { params: { id } }),
    onSuccess: readAgain,
  })
}

/** Signs in by a passkey. Ends in the handover, as every way does that is not a form of next-auth. */
export function usePasskeySignIn() {
  const { client } = useApp()
  const handover = useHandover()
  return useMutation({
    mutationFn: async (next: string) => {
      const { startAuthentication } = await browserSide()
      const optionsJSON = await client.call('passkeyChallenge', 'POST', { body: {} })
      const response = await startAuthentication({
        optionsJSON: optionsJSON as unknown as Options<Browser['startAuthentication']>,
      })
      const verifier = newVerifier()
      const body = { response: { ...response }, challenge: await challengeOf(verifier) }
      const { code } = await client.call('passkeySignIn', 'POST', { body })
      return handover.mutateAsync({ code, verifier, next })
    },
  })
}
