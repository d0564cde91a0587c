'use client'

import { useState } from 'react'
import { ask } from '../ask.ts'
import { fetchInSandbox } from '../bench/sandbox.ts'
import { engineOf } from '../engine.ts'
import { type RecordedExchange, wire } from '../panels/wire.ts'
import type { Reported } from '../reports.ts'
import { useDeployment, usePlace } from '../ui/bench-context.tsx'
import { Button } from '../ui/button.tsx'
import { Failure } from '../ui/failure.tsx'
import { FilmView } from './film-view.tsx'
import { type FilmedStep, stepsOf } from './filmed.ts'
import { filmedCalls, foreignCall } from './live.ts'

/** Shows the calls that this browser has just made to this API, as a film. */
export function LiveFilm() {
  const { apiOrigin } = useDeployment()
  const { announce } = usePlace()
  const [steps, setSteps] = useState<readonly FilmedStep[] | null>(null)
  const [error, setError] = useState<Error | null>(null)

  async function develop(foreignUrl?: string) {
    setError(null)
    try {
      if (foreignUrl !== undefined) await fetchInSandbox(foreignUrl, { credentials: 'include' })
      const { exchanges } = await ask<{ exchanges: readonly Reported[] }>(`${apiOrigin}/api/lab/reports`)
      const calls = filmedCalls(wire.recent(), exchanges, window.location.origin)
      const foreign =
        foreignUrl === undefined ? null : foreignCall(exchanges, { origin: 'null', url: foreignUrl })
      setSteps(stepsOf(foreign === null ? calls : [...calls, foreign], engineOf(navigator.userAgent)))
      announce('The film is ready')
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error(String(failure)))
    }
  }

  return (
    <div className="border-line border-t px-4 py-3 text-sm">
      <div className="flex flex-wrap gap-2">
        <Button variant="secondary" size="sm" onClick={() => void develop()}>
          {steps === null ? 'Watch these calls' : 'Film the latest calls'}
        </Button>
        <Button
          variant="secondary"
          size="sm"
          onClick={() => void develop(readUrl(wire.recent()) ?? `${apiOrigin}/api/auth/session`)}
        >
          Let another origin try
        </Button>
      </div>
      {error !== null && (
        <Failure error={error} what="The film could not be made" onRetry={() => void develop()} />
      )}
      {steps !== null && (
        <div className="mt-4">
          {steps.length === 0 ? (
            <p className="max-w-prose text-muted">
              This API does not say what it saw and sent, because it does not run in development. Start it
              with <code className="font-mono">npm run dev</code> to film your own calls.
            </p>
          ) : (
            <FilmView steps={steps} key={steps.length} />
          )}
        </div>
      )}
    </div>
  )
}

/** Returns the address of the last read that needs a session. */
function readUrl(recent: readonly RecordedExchange[]): string | undefined {
  return recent.find(({ method, path }) => method === 'GET' && path.startsWith('/api/users/'))?.url
}
