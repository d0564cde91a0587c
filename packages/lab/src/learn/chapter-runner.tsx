'use client'

import { useState } from 'react'
import { ask } from '../ask.ts'
import { useDeployment } from '../ui/bench-context.tsx'
import { Button } from '../ui/button.tsx'
import { Failure } from '../ui/failure.tsx'

/** Holds the outcome of one block of a chapter. */
export interface RunResult {
  readonly line: number
  readonly output: string
  /** Empty when the block did what is shown. */
  readonly faults: readonly string[]
}

/** Runs every block of a chapter against the reader's own API, as `npm run tutorial` does; in development alone. */
export function ChapterRunner({
  chapter,
  onResults,
}: {
  chapter: string
  onResults: (results: readonly RunResult[]) => void
}) {
  const { apiOrigin } = useDeployment()
  const [isRunning, setIsRunning] = useState(false)
  const [error, setError] = useState<Error | null>(null)
  const [summary, setSummary] = useState('')
  if (process.env.NODE_ENV !== 'development') return null

  async function start() {
    setIsRunning(true)
    setError(null)
    try {
      const { results } = await ask<{ results: readonly RunResult[] }>(
        `${apiOrigin}/api/lab/chapters`,
        { chapter },
        120_000,
      )
      onResults(results)
      const right = results.filter(({ faults }) => faults.length === 0).length
      setSummary(`${right} of ${results.length} blocks did what this page shows.`)
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error(String(failure)))
    } finally {
      setIsRunning(false)
    }
  }

  return (
    <section
      aria-label="Run this chapter"
      className="mt-8 flex flex-wrap items-center gap-4 border-line border-t pt-6"
    >
      <Button variant="secondary" pending={isRunning} onClick={() => void start()}>
        Run every block of this chapter against your API
      </Button>
      <p role="status" className="text-muted text-sm">
        {isRunning ? 'Running, which takes up to a minute.' : summary}
      </p>
      {error !== null && (
        <Failure error={error} what="The chapter did not run" onRetry={() => void start()} />
      )}
    </section>
  )
}
