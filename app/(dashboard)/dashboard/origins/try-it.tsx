'use client'

import { compilePolicy, decide, explain } from '@next-cross-origin/cors'
import clsx from 'clsx'
import { useId, useState } from 'react'

/** Shows what the policy would decide about an origin if this entry were saved, and which rule decides it. */
export function TryIt({ pattern }: { pattern: string }) {
  const id = useId()
  const [typed, setTyped] = useState('')
  const caller = typed.trim()
  const verdict = pattern === '' || caller === '' ? null : verdictOn(pattern, caller)
  return (
    <div className="rounded-control bg-sunken p-4">
      <label htmlFor={id} className="font-medium text-sm">
        Try it
      </label>
      <input
        id={id}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          // Enter would send the form, and this field is no part of what the form saves.
          if (event.key === 'Enter') event.preventDefault()
        }}
        placeholder="https://pr-1.preview.example.com"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        className="mt-1.5 h-10 w-full rounded-control border border-control/70 bg-surface px-3 text-base sm:text-sm"
      />
      <p
        role="status"
        className={clsx('mt-2 break-words text-sm', verdict?.allow === false ? 'text-danger' : 'text-muted')}
      >
        {verdict?.text ?? 'Type the origin of a page to see the decision before you save. Nothing is sent.'}
      </p>
    </div>
  )
}

/** Decides as the API's policy would, with this entry alone. */
function verdictOn(pattern: string, origin: string): { allow: boolean; text: string } {
  const policy = compilePolicy({ origins: [pattern], insecureHttp: 'any' })
  const request = { method: 'GET', headers: { get: (name: string) => (name === 'origin' ? origin : null) } }
  const decision = decide(policy, request)
  const { summary } = explain(decision, policy, request, { origins: 'this entry' })
  return {
    allow: decision.allow,
    text: decision.allow ? `Allowed by the rule ${decision.rule}.` : `Denied: ${summary}.`,
  }
}
