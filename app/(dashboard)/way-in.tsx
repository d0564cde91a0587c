'use client'

import { ButtonLink } from '@/components/button'
import { FailureNotice } from '@/components/failure-notice'
import { useSession } from '@/lib/client/react/queries'

/** The home page's buttons: to the dashboard for who is signed in, to the forms for everyone else. */
export function WayIn() {
  const { data: session, error, refetch, isFetching } = useSession()
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-3">
        {session ? (
          <ButtonLink href="/dashboard">Open the dashboard</ButtonLink>
        ) : (
          <>
            <ButtonLink href="/sign-in">Sign in</ButtonLink>
            <ButtonLink variant="secondary" href="/sign-up">
              Create an account
            </ButtonLink>
          </>
        )}
      </div>
      {session && <p className="text-muted text-sm">Signed in as {session.user.name}.</p>}
      {error && (
        <FailureNotice
          error={error}
          what="The session could not be asked for"
          onRetry={() => void refetch()}
          retrying={isFetching}
        />
      )}
    </div>
  )
}
