'use client'

import clsx from 'clsx'
import { type ComponentProps, type ReactNode, useId, useState } from 'react'

interface FieldText {
  label: string
  /** Said before anything is typed. */
  hint?: ReactNode
  /** Said instead of the hint, and read out with the field. */
  error?: string | null | undefined
}

const control = (error: unknown, className?: string) =>
  clsx(
    'w-full rounded-control border bg-surface px-3 text-base text-ink placeholder:text-muted/70 sm:text-sm',
    'transition-colors hover:border-ink/60 focus-visible:border-dashboard focus-visible:outline-offset-0',
    error ? 'border-danger' : 'border-control/70',
    className,
  )

/** The ids and attributes that tie a control to its label, hint and error. */
function useFieldIds({ hint, error }: Pick<FieldText, 'hint' | 'error'>) {
  const id = useId()
  const noteId = hint || error ? `${id}-note` : undefined
  return {
    id,
    noteId,
    aria: { id, 'aria-invalid': error ? true : undefined, 'aria-describedby': noteId } as const,
  }
}

function FieldFrame({
  id,
  noteId,
  label,
  aside,
  hint,
  error,
  children,
}: FieldText & { id: string; noteId: string | undefined; aside?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="font-medium text-sm">
          {label}
        </label>
        {aside}
      </div>
      {children}
      {noteId && (
        <p id={noteId} className={clsx('text-sm', error ? 'text-danger' : 'text-muted')}>
          {error || hint}
        </p>
      )}
    </div>
  )
}

export function TextField({ label, hint, error, className, ...input }: FieldText & ComponentProps<'input'>) {
  const { id, noteId, aria } = useFieldIds({ hint, error })
  return (
    <FieldFrame id={id} noteId={noteId} label={label} hint={hint} error={error}>
      <input type="text" {...input} {...aria} className={control(error, clsx('h-10', className))} />
    </FieldFrame>
  )
}

export function PasswordField({
  label,
  hint,
  error,
  className,
  ...input
}: FieldText & Omit<ComponentProps<'input'>, 'type'>) {
  const { id, noteId, aria } = useFieldIds({ hint, error })
  const [shown, setShown] = useState(false)
  return (
    <FieldFrame
      id={id}
      noteId={noteId}
      label={label}
      hint={hint}
      error={error}
      aside={
        <button
          type="button"
          aria-pressed={shown}
          aria-controls={id}
          onClick={() => setShown(!shown)}
          className="rounded text-muted text-sm underline decoration-control/50 underline-offset-4 hover:text-ink"
        >
          Show
        </button>
      }
    >
      <input
        {...input}
        {...aria}
        type={shown ? 'text' : 'password'}
        spellCheck={false}
        autoCapitalize="none"
        className={control(error, clsx('h-10', className))}
      />
    </FieldFrame>
  )
}

export function SelectField({
  label,
  hint,
  error,
  className,
  ...select
}: FieldText & ComponentProps<'select'>) {
  const { id, noteId, aria } = useFieldIds({ hint, error })
  return (
    <FieldFrame id={id} noteId={noteId} label={label} hint={hint} error={error}>
      <select {...select} {...aria} className={control(error, clsx('h-10', className))} />
    </FieldFrame>
  )
}

/** Many lines, with a count of the characters that are left to use. */
export function TextAreaField({
  label,
  hint,
  error,
  className,
  limit,
  length,
  ...area
}: FieldText & ComponentProps<'textarea'> & { limit: number; length: number }) {
  const { id, noteId, aria } = useFieldIds({ hint, error })
  return (
    <FieldFrame
      id={id}
      noteId={noteId}
      label={label}
      hint={hint}
      error={error}
      aside={
        <span
          className={clsx('font-mono text-xs tabular-nums', length > limit ? 'text-danger' : 'text-muted')}
        >
          {length}/{limit}
        </span>
      }
    >
      <textarea {...area} {...aria} className={control(error, clsx('min-h-28 resize-y py-2', className))} />
    </FieldFrame>
  )
}
