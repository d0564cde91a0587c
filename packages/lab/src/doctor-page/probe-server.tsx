'use client'

import type { FetchRequest } from '@next-cross-origin/browser'
import type { Exchange, Result } from '@next-cross-origin/doctor'
import { useState } from 'react'
import { ask } from '../ask.ts'
import { usePlace } from '../ui/bench-context.tsx'
import { Button } from '../ui/button.tsx'
import { Failure } from '../ui/failure.tsx'
import { exchangesAsText } from './reading.ts'

/**
 * Lets the API of this machine ask the server itself, preflight included, which no page can see. In development alone,
 * because a deployed API would reach addresses of its own network for strangers.
 */
export function ProbeServer({
  request,
  onAnswer,
}: {
  request: FetchRequest
  /** Takes the answers as text, to be judged like any that were pasted. */
  onAnswer: (answer: string) => void
}) {
  const { deployment } = usePlace()
  const [isAsking, setIsAsking] = useState(false)
  const [error, setError] = useState<Error | null>(null)
  const [said, setSaid] = useState('')
  if (process.env.NODE_ENV !== 'development' || deployment === null) return null

  async function start(apiOrigin: string) {
    setIsAsking(true)
    setError(null)
    try {
      const { answered, explanation } = await answersOf(apiOrigin, request)
      setSaid(
        answered.length === 0
          ? (explanation ?? 'The API asked nobody.')
          : 'The verdict is that of these answers.',
      )
      if (answered.length > 0) onAnswer(exchangesAsText(answered))
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error(String(failure)))
    } finally {
      setIsAsking(false)
    }
  }

  const askNow = () => void start(deployment.apiOrigin)
  return (
    <section aria-labelledby="ask-server" className="mt-6">
      <h3 id="ask-server" className="font-semibold">
        Ask the server itself
      </h3>
      <p className="mt-1 text-muted text-sm">
        In development, your API sends what a browser would send to {new URL(request.url).host}, the preflight
        included, and shows what comes back.
      </p>
      <Button variant="secondary" className="mt-3" pending={isAsking} onClick={askNow}>
        Ask {new URL(request.url).host}
      </Button>
      <p role="status" className="mt-2 break-words text-sm">
        {said}
      </p>
      {error !== null && <Failure error={error} what="The server was not asked" onRetry={askNow} />}
    </section>
  )
}

/** Lets the API ask. @returns every exchange that has an answer, or the reason why there is none */
async function answersOf(apiOrigin: string, request: FetchRequest) {
  const { url, origin, method = 'GET', headers = [], credentials } = request
  const line = { url, origin, method, headers, credentials: credentials === 'include' }
  const { result } = await ask<{ result: Result | null }>(`${apiOrigin}/api/lab/probes`, line, 30_000)
  const answered = (result?.exchanges ?? []).filter(({ response }: Exchange) => response !== null)
  return { answered, explanation: result?.explanation }
}
