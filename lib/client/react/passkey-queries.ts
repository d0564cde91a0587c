'use client'

import { useMutation } from '@tanstack/react-query'
import { challengeOf, newVerifier } from '@/lib/client/handover'
import { useSend } from './answers'
import { useApp } from './app'
import { useHandover } from './sign-in-queries'

/** Loaded when a person asks for it: most never do. */
const browserSide = () => import('@simplewebauthn/browser')

type Options<Start extends (options: never) => unknown> = Parameters<Start>[0] extends {
  optionsJSON: infer Json
}
  ? Json
  : never
type Browser = Awaited<ReturnType<typeof browserSide>>

/** Asks the browser for a new passkey, and the API to keep it. */
export function useAddPasskey() {
  const { client } = useApp()
  const keep = useSend('passkeys', 'POST', ['passkeys', 'linkedAccounts'])
  return useMutation({
    mutationFn: async (name: string) => {
      const { startRegistration } = await browserSide()
      const optionsJSON = await client.call('newPasskey', 'POST', { body: {} })
      const response = await startRegistration({
        optionsJSON: optionsJSON as unknown as Options<Browser['startRegistration']>,
      })
      await keep.mutateAsync({ body: { name, response: { ...response } } })
    },
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
