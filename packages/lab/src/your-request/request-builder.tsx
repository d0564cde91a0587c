'use client'

import type { HeaderList } from '@next-cross-origin/browser'
import { type FormEvent, useState } from 'react'
import { AskError, ask } from '../ask.ts'
import type { DescribedRequest, Forecast } from '../own-request.ts'
import { useDeployment } from '../ui/bench-context.tsx'
import { Button } from '../ui/button.tsx'
import { Failure } from '../ui/failure.tsx'
import { TextAreaField, TextField } from '../ui/field.tsx'
import { ForecastView } from './forecast-view.tsx'

interface Draft {
  readonly origin: string
  readonly path: string
  readonly method: string
  readonly headers: string
  readonly credentials: boolean
}

const maxHeaders = 600

/** Takes the description of a call, and shows what the policy decides about it. */
export function RequestBuilder() {
  const { dashboardOrigin, apiOrigin } = useDeployment()
  const [draft, setDraft] = useState<Draft>({
    origin: dashboardOrigin,
    path: '/api/users/ada',
    method: 'PATCH',
    headers: 'Content-Type: application/json',
    credentials: true,
  })
  const { decided, error, isPending, decide } = useDecision(apiOrigin)
  const headers = readHeaders(draft.headers)
  const refused = error instanceof AskError ? error.fieldErrors : {}
  const isFieldError = Object.keys(refused).length > 0

  function change(part: Partial<Draft>) {
    setDraft((before) => ({ ...before, ...part }))
  }

  function tryExample(part: Partial<Draft>) {
    const next = { ...draft, ...part }
    setDraft(next)
    void decide(next)
  }

  return (
    <>
      <form
        noValidate
        className="mt-8 grid gap-x-10 gap-y-5 md:grid-cols-2"
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          if (!isPending) void decide(draft)
        }}
      >
        <Fields draft={draft} headers={headers} refused={refused} onChange={change} />
        <DecideOrTry isPending={isPending} dashboardOrigin={dashboardOrigin} onTry={tryExample} />
      </form>
      {error && !isFieldError && (
        <div className="mt-8">
          <Failure error={error} what="The policy could not be asked" onRetry={() => void decide(draft)} />
        </div>
      )}
      {decided && <ForecastView {...decided} apiOrigin={apiOrigin} />}
    </>
  )
}

/** Asks the policy of this API about a described request. */
function useDecision(apiOrigin: string) {
  const [decided, setDecided] = useState<{ request: DescribedRequest; forecast: Forecast } | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const [isPending, setIsPending] = useState(false)

  async function decide(described: Draft) {
    const lines = readHeaders(described.headers)
    if (typeof lines === 'string') return
    const { origin, path, method } = described
    const request: DescribedRequest = {
      origin: origin.trim(),
      path: path.trim(),
      method: method.trim(),
      headers: lines.map(([name, value]) => [name, value]),
      credentials: described.credentials ? 'include' : 'omit',
    }
    setIsPending(true)
    try {
      setDecided({ request, forecast: await ask<Forecast>(`${apiOrigin}/api/lab/decisions`, request) })
      setError(null)
    } catch (failure) {
      setDecided(null)
      setError(failure instanceof Error ? failure : new Error(String(failure)))
    } finally {
      setIsPending(false)
    }
  }

  return { decided, error, isPending, decide }
}

interface FieldProps {
  draft: Draft
  refused: AskError['fieldErrors']
  onChange: (part: Partial<Draft>) => void
}

function LineField({
  label,
  name,
  draft,
  refused,
  onChange,
}: FieldProps & { label: string; name: 'origin' | 'method' | 'path' }) {
  return (
    <TextField
      label={label}
      name={name}
      autoComplete="off"
      spellCheck={false}
      className="font-mono"
      value={draft[name]}
      onChange={(event) => onChange({ [name]: event.target.value })}
      error={refused[name]}
    />
  )
}

function Fields({ draft, headers, refused, onChange }: FieldProps & { headers: HeaderList | string }) {
  return (
    <>
      <div className="flex flex-col gap-5">
        <LineField label="Origin of the page" name="origin" {...{ draft, refused, onChange }} />
        <div className="grid grid-cols-[1fr_2fr] gap-4">
          <LineField label="Method" name="method" {...{ draft, refused, onChange }} />
          <LineField label="Path" name="path" {...{ draft, refused, onChange }} />
        </div>
        <label className="flex w-fit cursor-pointer items-center gap-2.5 text-sm">
          <input
            type="checkbox"
            name="credentials"
            checked={draft.credentials}
            onChange={(event) => onChange({ credentials: event.target.checked })}
            className="size-4 accent-ink"
          />
          With credentials
        </label>
      </div>
      <div className="flex flex-col gap-5">
        <TextAreaField
          label="Headers"
          name="headers"
          spellCheck={false}
          className="font-mono"
          hint="One a line, as Name: value."
          limit={maxHeaders}
          length={draft.headers.length}
          value={draft.headers}
          onChange={(event) => onChange({ headers: event.target.value })}
          error={typeof headers === 'string' ? headers : refused.headers}
        />
      </div>
    </>
  )
}

function DecideOrTry({
  isPending,
  dashboardOrigin,
  onTry,
}: {
  isPending: boolean
  dashboardOrigin: string
  onTry: (part: Partial<Draft>) => void
}) {
  const examples: readonly (readonly [string, Partial<Draft>])[] = [
    ['This page', { origin: dashboardOrigin }],
    ['A stranger', { origin: 'https://evil.example' }],
    ['A sandboxed frame', { origin: 'null' }],
    ['A slash at the end', { origin: `${dashboardOrigin}/` }],
    ['PUT', { origin: dashboardOrigin, method: 'PUT' }],
    ['A header of your own', { origin: dashboardOrigin, headers: 'X-Lab-Token: abc' }],
  ]
  return (
    <div className="flex flex-wrap items-center gap-2 md:col-span-2">
      <Button type="submit" pending={isPending} className="mr-3">
        Decide
      </Button>
      <span className="text-muted text-sm">or try</span>
      {examples.map(([name, part]) => (
        <button
          key={name}
          type="button"
          onClick={() => onTry(part)}
          className="h-8 rounded-full border border-control/60 bg-surface px-3 text-sm transition-colors hover:border-control hover:bg-sunken"
        >
          {name}
        </button>
      ))}
    </div>
  )
}

/** Reads the lines as headers; returns a sentence when a line is no header. */
function readHeaders(text: string): HeaderList | string {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  if (text.length > maxHeaders || lines.length > 16)
    return `Use at most 16 lines and ${maxHeaders} characters.`
  const headers: [string, string][] = []
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon < 1) return `“${line.trim()}” has no colon: write Name: value.`
    headers.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()])
  }
  return headers
}
