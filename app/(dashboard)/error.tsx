'use client'

import { Button } from '@/components/button'
import { Notice } from '@/components/notice'

/** Shows what a page shows when its own code throws. Failed calls never come here: each page tells them itself. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  return (
    <div className="mx-auto max-w-2xl py-16">
      <h1 className="mb-6 font-semibold text-xl">This page broke</h1>
      <Notice
        tone="danger"
        title="The mistake is in the dashboard, not in what you did"
        actions={
          <Button variant="secondary" size="sm" onClick={reset}>
            Try again
          </Button>
        }
      >
        {error.digest && (
          <p>
            The server’s log has it as <span className="font-mono">{error.digest}</span>.
          </p>
        )}
      </Notice>
    </div>
  )
}
