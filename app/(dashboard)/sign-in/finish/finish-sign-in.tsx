'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { Button, ButtonLink } from '@/components/button'
import { FailureNotice } from '@/components/failure-notice'
import { LostSessionNotice } from '@/components/lost-session-notice'
import { Notice } from '@/components/notice'
import { brand } from '@/lib/brand'
import { signInPath } from '@/lib/client'
import { type Outcome, readOutcome, takeVerifier } from '@/lib/client/handover'
import { forgetPageToken } from '@/lib/client/page-token'
import { useApp } from '@/lib/client/react/app'
import { useSession } from '@/lib/client/react/queries'
import { useHandover } from '@/lib/client/react/sign-in-queries'

/** Exchanges the code in this page's address for a session, and goes on to where the person wanted to be. */
export function FinishSignIn() {
  const session = useSession()
  const { opened, failure, handover, fetchSession } = useFinish()
  const next = opened?.next ?? '/dashboard'
  if (failure !== null) return <Failed reason={failure} next={next} />
  if (opened?.byMail && handover.isIdle) {
    return <Button onClick={() => fetchSession(opened)}>Continue to {brand.name}</Button>
  }
  if (handover.error) {
    return (
      <div className="flex flex-col gap-4">
        <FailureNotice error={handover.error} what="You could not be signed in" />
        <Again next={next} />
      </div>
    )
  }
  if (handover.data?.outcome === 'signed-in' && handover.data.session === null && !session.data) {
    return <LostSessionNotice onRetry={() => void session.refetch()} retrying={session.isFetching} />
  }
  return (
    <p role="status" className="text-muted">
      One moment…
    </p>
  )
}

/** Reads the address once, and fetches the session at once, or when the person asks for it. */
function useFinish() {
  const router = useRouter()
  const { announce } = useApp()
  const handover = useHandover()
  const [failure, setFailure] = useState<string | null>(null)
  const [opened, setOpened] = useState<Outcome | null>(null)
  const begun = useRef(false)

  function fetchSession(outcome: Outcome) {
    if ('error' in outcome && outcome.error === 'session_ended') {
      forgetPageToken()
      return router.replace(signInPath(outcome.next, { ended: true }))
    }
    if ('error' in outcome) return setFailure(outcome.error)
    const { code, next, byMail } = outcome
    const verifier = takeVerifier(outcome)
    if (verifier === null) return setFailure(byMail ? 'mail_other_browser' : 'other_browser')
    handover.mutate(
      { code, verifier, next },
      {
        onSuccess(fetched) {
          if (fetched.outcome === 'linked') announce('Account linked')
          if (fetched.outcome === 'linked' || fetched.session) router.replace(next)
        },
      },
    )
  }

  const begin = useEffectEvent(() => {
    const outcome = readOutcome(window.location.hash)
    // Before anything else: the code must not stay in the history.
    window.history.replaceState(null, '', window.location.pathname)
    setOpened(outcome)
    // A link in a mail waits for a person, because mail scanners and previews open links too.
    if (!outcome.byMail) fetchSession(outcome)
  })
  useEffect(() => {
    // React runs effects twice in development, and a code can be tried once.
    if (!begun.current) begin()
    begun.current = true
  }, [])
  return { opened, failure, handover, fetchSession }
}

const reasons: Readonly<Record<string, string>> = {
  provider_refused: 'The provider did not sign you in, or you stopped there.',
  round_trip_failed: 'The provider’s answer was not accepted. It may have taken too long.',
  sign_in_not_started:
    'This browser has no sign-in under way. It may have taken longer than ten minutes, or have begun in another browser.',
  address_in_use:
    'A user with the e-mail address of this account exists already. Sign in as that user, then link the account on the Account page.',
  other_browser: 'This sign-in was started in another browser or tab. Sign in again here.',
  mail_other_browser:
    'You asked for this link in another browser, on another device, or used one already. Open the link there, or ask for a new one here.',
  nothing_to_finish: 'There is no sign-in to finish here.',
}

function Failed({ reason, next }: { reason: string; next: string }) {
  return (
    <Notice tone="danger" title="You could not be signed in" actions={<Again next={next} />}>
      <p>{reasons[reason] ?? 'The sign-in ended for a reason that this page does not know.'}</p>
    </Notice>
  )
}

/** Leads to the sign-in page, which goes on to `next` at once for who is signed in, as after a failed linking. */
function Again({ next }: { next: string }) {
  return (
    <ButtonLink size="sm" href={signInPath(next)}>
      Go to sign-in
    </ButtonLink>
  )
}
