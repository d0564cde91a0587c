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

/** The attributes that tie a control to its label, hint and error, and its look. */
type Control = Pick<ComponentProps<'input'>, 'id' | 'aria-invalid' | 'aria-describedby' | 'className'>

function Field({
  label,
  hint,
  error,
  aside,
  shape = 'h-10',
  children,
}: FieldText & {
  /** Stands at the right of the label. */
  aside?: ((id: string) => ReactNode) | undefined
  /** The height of the control, as classes. */
  shape?: string
  children: (control: Control) => ReactNode
}) {
  const id = useId()
  const noteId = hint || error ? `${id}-note` : undefined
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="font-medium text-sm">
          {label}
        </label>
        {aside?.(id)}
      </div>
      {children({
        id,
        'aria-invalid': error ? true : undefined,
        'aria-describedby': noteId,
        className: clsx(
          'w-full rounded-control border bg-surface px-3 text-base text-ink placeholder:text-muted/70 sm:text-sm',
          'transition-colors hover:border-ink/60 focus-visible:border-dashboard focus-visible:outline-offset-0',
          error ? 'border-danger' : 'border-control/70',
          shape,
        ),
      })}
      {noteId && (
        <p id={noteId} className={clsx('text-sm', error ? 'text-danger' : 'text-muted')}>
          {error || hint}
        </p>
      )}
    </div>
  )
}

export function TextField({ label, hint, error, ...input }: FieldText & ComponentProps<'input'>) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => <input type="text" {...input} {...control} />}
    </Field>
  )
}

export function PasswordField({
  label,
  hint,
  error,
  ...input
}: FieldText & Omit<ComponentProps<'input'>, 'type'>) {
  const [shown, setShown] = useState(false)
  const show = (id: string) => (
    <button
      type="button"
      aria-pressed={shown}
      aria-controls={id}
      onClick={() => setShown(!shown)}
      className="rounded text-muted text-sm underline decoration-control/50 underline-offset-4 hover:text-ink"
    >
      Show
    </button>
  )
  return (
    <Field label={label} hint={hint} error={error} aside={show}>
      {(control) => (
        <input
          {...input}
          {...control}
          type={shown ? 'text' : 'password'}
          spellCheck={false}
          autoCapitalize="none"
        />
      )}
    </Field>
  )
}

export function SelectField({ label, hint, error, ...select }: FieldText & ComponentProps<'select'>) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => <select {...select} {...control} />}
    </Field>
  )
}

/** Many lines, with a count of the characters that are left to use. */
export function TextAreaField({
  label,
  hint,
  error,
  limit,
  length,
  ...area
}: FieldText & ComponentProps<'textarea'> & { limit: number; length: number }) {
  const count = () => (
    <span className={clsx('font-mono text-xs tabular-nums', length > limit ? 'text-danger' : 'text-muted')}>
      {length}/{limit}
    </span>
  )
  return (
    <Field label={label} hint={hint} error={error} aside={count} shape="min-h-28 resize-y py-2">
      {(control) => <textarea {...area} {...control} />}
    </Field>
  )
}
