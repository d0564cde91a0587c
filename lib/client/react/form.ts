'use client'

import { type FormEvent, useActionState, useEffect, useRef } from 'react'
import type { output, ZodMiniObject } from 'zod/mini'
import { ApiError } from '../api-error'

/** The outcome of the last attempt to send a form. */
interface Attempt<Result> {
  /** One message for each field that was refused, by the form's schema or by the API. */
  errors: Readonly<Record<string, string>>
  /** The reason why the attempt failed, when no field is to blame. */
  failure: Error | null
  /** The value that `submit` returned. */
  result: Result | undefined
  status: 'idle' | 'refused' | 'done'
}

const idle = { errors: {}, failure: null, result: undefined, status: 'idle' } as const

/** A schema of the contract, or how to load it. A page that is mostly read loads it when somebody begins to type. */
type Checked<Fields> = Fields | (() => Promise<Fields>)

/**
 * Checks a form with a schema of the contract and sends it. The focus goes to the first field that was refused. Nothing
 * that was typed is lost when an attempt fails; after a success the fields show their defaults again.
 * @param fields takes the fields by their names; an optional field that was left empty is left out
 * @param submit sends the values; an `ApiError` that it throws ends up at the fields it names
 * @example
 * const form = useForm(() => import('@/lib/contract/users').then(({ signUp }) => signUp), (body) => send({ body }))
 * return <form {...form.props}><TextField name="username" error={form.errors.username} /></form>
 */
export function useForm<Fields extends ZodMiniObject, Result>(
  fields: Checked<Fields>,
  submit: (values: output<Fields>) => Promise<Result>,
) {
  const ref = useRef<HTMLFormElement>(null)
  const load = () =>
    Promise.all([typeof fields === 'function' ? fields() : fields, import('@/lib/contract/check')])
  const [attempt, action, pending] = useActionState<Attempt<Result>, FormData>(async (_last, data) => {
    try {
      const [schema, { checkFields }] = await load()
      const checked = checkFields(schema, data)
      if (checked.errors) return { ...idle, errors: checked.errors, status: 'refused' }
      return { ...idle, result: await submit(checked.values), status: 'done' }
    } catch (error) {
      return { ...idle, ...blame(ref.current, error), status: 'refused' }
    }
  }, idle)

  useEffect(() => {
    if (attempt.status === 'refused') ref.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }, [attempt])

  // React resets a form when its action ends, however it ends. A person would have to type everything again.
  const keepWhenRefused = (event: FormEvent) => {
    if (attempt.status !== 'done') event.preventDefault()
  }
  const onFocus = () => void load().catch(() => {})
  return { ...attempt, pending, props: { ref, action, onFocus, onReset: keepWhenRefused, noValidate: true } }
}

/** Puts what the API refused at the fields of this form, if it is about them. */
function blame(
  form: HTMLFormElement | null,
  error: unknown,
): { errors: Record<string, string> } | { failure: Error } {
  const named = error instanceof ApiError ? Object.entries(error.fieldErrors) : []
  const errors = named.filter(([name]) => form?.elements.namedItem(name))
  if (errors.length > 0) return { errors: Object.fromEntries(errors) }
  return { failure: error instanceof Error ? error : new Error(String(error)) }
}
