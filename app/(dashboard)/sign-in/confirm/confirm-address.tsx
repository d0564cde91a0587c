'use client'

import { useEffect, useState } from 'react'
import { Button, ButtonLink } from '@/components/button'
import { FailureNotice } from '@/components/failure-notice'
import { Notice } from '@/components/notice'
import { useSend } from '@/lib/client/react/answers'
import { useSession } from '@/lib/client/react/queries'

const account = (
  <ButtonLink size="sm" href="/dashboard/account">
    Go to your account
  </ButtonLink>
)

/** Confirms an address when the person presses the button: mail scanners open links, and press nothing. */
export function ConfirmAddress() {
  const confirm = useSend('emailConfirmation', 'POST', ['linkedAccounts'])
  const session = useSession()
  const [code, setCode] = useState<string | null>(null)
  useEffect(() => {
    setCode(new URLSearchParams(window.location.hash.slice(1)).get('code') ?? '')
  }, [])

  if (confirm.data) {
    const changed = confirm.data.outcome === 'changed'
    return (
      <Notice tone="success" title={changed ? 'Address confirmed' : 'One link to go'} actions={account}>
        <p>
          {changed
            ? 'You can sign in by a link to this address now.'
            : 'Open the link in the other mail, too: the new and the old address both have to confirm.'}
        </p>
      </Notice>
    )
  }
  if (session.isPending) return <p className="text-muted">One moment…</p>
  if (session.data === null) {
    return (
      <Notice tone="danger" title="You are not signed in here" actions={account}>
        <p>Sign in as the user who asked for this link, in this browser. Then open the link again.</p>
      </Notice>
    )
  }
  if (code === '')
    return <p className="text-muted">There is nothing to confirm here. Open the link in the mail.</p>
  return (
    <div className="flex flex-col gap-4">
      {confirm.error && <FailureNotice error={confirm.error} what="The address could not be confirmed" />}
      <Button pending={confirm.isPending} onClick={() => code && confirm.mutate({ body: { code } })}>
        Confirm this address
      </Button>
    </div>
  )
}
