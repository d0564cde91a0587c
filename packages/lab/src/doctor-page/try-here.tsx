'use client'

import type { FetchRequest } from '@next-cross-origin/browser'
import { useState } from 'react'
import { usePageOrigin, usePlace } from '../ui/bench-context.tsx'
import { Button } from '../ui/button.tsx'

/**
 * Lets this browser make the call, where the call is one from this page. A deployed dashboard's policy lets its pages
 * call their own API only, so the button shows for that alone.
 */
export function TryHere({ request }: { request: FetchRequest }) {
  const { deployment } = usePlace()
  const pageOrigin = usePageOrigin()
  const [seen, setSeen] = useState<string | null>(null)
  const isOurs =
    request.origin === pageOrigin &&
    (deployment === null || new URL(request.url).origin === deployment.apiOrigin)
  if (!isOurs) return null

  async function tryIt() {
    const { url, method = 'GET', headers = [], credentials = 'same-origin', mode = 'cors' } = request
    const init: RequestInit = {
      method,
      credentials,
      mode,
      headers: headers.map(([name, value]): [string, string] => [name, value]),
      signal: AbortSignal.timeout(10_000),
    }
    setSeen(
      await fetch(url, init).then(
        ({ status, type }) => `fetch() was fulfilled: status ${status}, type “${type}”.`,
        (error: unknown) => `fetch() was rejected: ${String(error)}`,
      ),
    )
  }

  return (
    <section aria-labelledby="try-here">
      <h3 id="try-here" className="font-semibold">
        Let this browser try
      </h3>
      <p className="mt-1 text-muted text-sm">
        The call is one from this very page. The button sends it, without the body.
      </p>
      <Button variant="secondary" className="mt-3" onClick={() => void tryIt()}>
        Send {request.method ?? 'GET'} {new URL(request.url).pathname}
      </Button>
      <p role="status" className="mt-2 break-words text-sm">
        {seen}
      </p>
    </section>
  )
}
