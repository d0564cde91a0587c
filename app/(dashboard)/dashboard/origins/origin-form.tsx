'use client'

import { useState } from 'react'
import * as z from 'zod/mini'
import { SubmitButton } from '@/components/button'
import { FailureNotice } from '@/components/failure-notice'
import { TextField } from '@/components/field'
import { useForm } from '@/lib/client/react/form'
import { originProblem, originProblemText } from '@/lib/contract/origin-problem'
import { type AllowedOrigin, originFields } from '@/lib/contract/origins'
import { TryIt } from './try-it'

/** A date and a time as the browser's own field writes them, in the time zone of the person. */
const localMoment = z.optional(
  z.pipe(
    z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text)), 'Enter a date and a time.')),
    z.transform((text: string) => new Date(text).toISOString()),
  ),
)

/** Plain http passes here because development needs it. The API also refuses it in production, and public suffixes. */
const problemOf = (entry: string) => originProblem(entry, { insecureHttp: 'any' })

const fields = z.object({
  origin: originFields.shape.origin.check((payload) => {
    const problem = payload.value === '' ? null : problemOf(payload.value)
    if (problem) {
      payload.issues.push({ code: 'custom', message: originProblemText(problem), input: payload.value })
    }
  }),
  note: originFields.shape.note,
  expiresAt: localMoment,
})

/** The values that the form sends. An empty note or moment is sent too, because it may replace another. */
export interface OriginValues {
  origin: string
  note: string
  expiresAt: string | null
}

interface OriginFormProps {
  /** The entry to change; absent to add one. */
  entry?: AllowedOrigin
  /** The text of the button. */
  action: string
  /** Names the failure, in a sentence without its full stop. */
  what: string
  onSend: (values: OriginValues) => Promise<void>
}

/** Adds or changes an entry of the allowlist, and shows what the policy would decide before anything is saved. */
export function OriginForm({ entry, action, what, onSend }: OriginFormProps) {
  const [typed, setTyped] = useState(entry?.origin ?? '')
  const form = useForm(fields, async ({ origin, note = '', expiresAt = null }) => {
    await onSend({ origin, note, expiresAt })
    if (!entry) setTyped('')
  })
  const problem = typed.trim() === '' ? null : problemOf(typed.trim())
  return (
    <form {...form.props} className="flex flex-col gap-5">
      {form.failure && <FailureNotice error={form.failure} what={what} />}
      <div>
        <TextField
          label="Origin"
          name="origin"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder="https://app.example.com"
          hint="Scheme, host and port. https://*.preview.example.com allows one label in front."
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          error={problem?.message ?? form.errors.origin}
        />
        {problem?.suggestion && <Suggestion origin={problem.suggestion} onTake={setTyped} />}
      </div>
      <TryIt pattern={problem === null ? typed.trim() : ''} />
      <TextField
        label="Note (optional)"
        name="note"
        defaultValue={entry?.note}
        placeholder="Who needs it, and why"
        error={form.errors.note}
      />
      <TextField
        label="Expires (optional)"
        name="expiresAt"
        type="datetime-local"
        defaultValue={localTime(entry?.expiresAt)}
        error={form.errors.expiresAt}
      />
      <SubmitButton pending={form.pending}>{action}</SubmitButton>
    </form>
  )
}

function Suggestion({ origin, onTake }: { origin: string; onTake: (origin: string) => void }) {
  return (
    <p className="mt-2 text-sm">
      Did you mean{' '}
      <button
        type="button"
        className="break-all rounded text-left font-mono text-dashboard underline underline-offset-4"
        onClick={() => onTake(origin)}
      >
        {origin}
      </button>
      ?
    </p>
  )
}

/** Writes a moment as the browser's own field takes it: local time, without a zone. */
function localTime(moment: string | null | undefined): string | undefined {
  if (!moment) return undefined
  const date = new Date(moment)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
