'use client'

import { Button } from '@/components/button'
import { FailureNotice } from '@/components/failure-notice'
import { LostSessionNotice } from '@/components/lost-session-notice'
import { Notice } from '@/components/notice'
import { ApiError } from '@/lib/client'
import { usePasskeySignIn } from '@/lib/client/react/passkey-queries'
import { useSession } from '@/lib/client/react/queries'

/** Signs in by a passkey. The form beside it goes on to `next` once there is a session. */
export function PasskeySignIn({ next }: { next: string }) {
  const session = useSession()
  const signIn = usePasskeySignIn()
  const lost = signIn.data?.outcome === 'signed-in' && signIn.data.session === null && !session.data
  return (
    <>
      {lost && <LostSessionNotice onRetry={() => void session.refetch()} retrying={session.isFetching} />}
      {signIn.error && <PasskeyFailure error={signIn.error} what="You could not be signed in by a passkey" />}
      <Button variant="secondary" pending={signIn.isPending} onClick={() => signIn.mutate(next)}>
        Use a passkey
      </Button>
    </>
  )
}

/** Says why a passkey did not work: the API's answer, or the browser's refusal. */
export function PasskeyFailure({ error, what }: { error: Error; what: string }) {
  if (error instanceof ApiError) return <FailureNotice error={error} what={what} />
  const stopped = error.name === 'NotAllowedError'
  return (
    <Notice tone="danger" title={what}>
      <p>{stopped ? 'You stopped, or it took too long. Try again.' : error.message}</p>
    </Notice>
  )
}
