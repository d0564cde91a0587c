'use client'

import { useEffect, useRef } from 'react'
import { explainLostSession } from '@/lib/client'
import { isLoopback } from '@/lib/client/loopback'
import { useApp } from '@/lib/client/react/app'
import { Button } from './button'
import { usePageOrigin } from './failure-notice'
import { Notice } from './notice'

/** Instead of a loop back to the form: why the browser has no session although the API agreed, and the remedy. */
export function LostSessionNotice({ onRetry, retrying }: { onRetry: () => void; retrying: boolean }) {
  const { dashboardOrigin, apiOrigin, topology } = useApp()
  const pageOrigin = usePageOrigin() ?? dashboardOrigin
  const notice = useRef<HTMLDivElement>(null)
  useEffect(() => notice.current?.focus(), [])

  const { code, cause, forYou, forOperator } = explainLostSession({
    topology,
    apiOrigin,
    pageOrigin,
    dashboardOrigin,
    cookiesEnabled: navigator.cookieEnabled,
    userAgent: navigator.userAgent,
  })
  return (
    <Notice
      ref={notice}
      tone="danger"
      title="The API signed you in, but the sign-in did not stick"
      actions={
        <Button variant="secondary" size="sm" pending={retrying} onClick={onRetry}>
          Check again
        </Button>
      }
    >
      <p>{cause}</p>
      <p>{forYou}</p>
      {isLoopback(new URL(apiOrigin).hostname) && <p>In the configuration: {forOperator}</p>}
      <p className="font-mono text-muted text-xs">
        {code} · {topology}
      </p>
    </Notice>
  )
}
