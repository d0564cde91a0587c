'use client'

import { type FormEvent, useActionState, useEffect, useRef } from 'react'
import * as z from 'zod/mini'
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

/**
 * Checks a form with a schema of the contract and sends it. The focus goes to the first field that was refused. Nothing
 * that was typed is lost when an attempt fails; after a success the fields show their defaults again.
 * @param schema takes the fields by their names; an optional field that was left empty is left out
 * @param submit sends the values; an `ApiError` that it throws ends up at the fields it names
 * @example
 * const form = useForm(signUp, (account) => client.call('users', 'POST', { body: account }))
 * return <form {...form.props}><TextField name="username" error={form.errors.username} /></form>
 */
export function useForm<Fields extends z.ZodMiniObject, Result>(
  schema: Fields,
  submit: (values: z.output<Fields>) => Promise<Result>,
) {
  const ref = useRef<HTMLFormElement>(null)
  const [attempt, action, pending] = useActionState<Attempt<Result>, FormData>(async (_last, data) => {
    const checked = z.safeParse(schema, valuesOf(schema, data))
    if (!checked.success) return { ...idle, errors: errorsOf(checked.error), status: 'refused' }
    try {
      return { ...idle, result: await submit(checked.data), status: 'done' }
    } catch (error) {
      return { ...idle, ...blame(schema, error), status: 'refused' }
    }
  }, idle)

  useEffect(() => {
    if (attempt.status === 'refused') ref.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }, [attempt])

  // React resets a form when its action ends, however it ends. A person would have to type everything again.
  const keepWhenRefused = (event: FormEvent) => {
    if (attempt.status !== 'done') event.preventDefault()
  }
  return { ...attempt, pending, props: { ref, action, onReset: keepWhenRefused, noValidate: true } }
}

/** Reads the fields that the schema names. */
function valuesOf(schema: z.ZodMiniObject, data: FormData): Record<string, string> {
  const named = Object.entries(schema.shape).map(([name, field]) => {
    const value = String(data.get(name) ?? '')
    return [name, value === '' && isOptional(field) ? undefined : value]
  })
  return Object.fromEntries(named.filter(([, value]) => value !== undefined))
}

const isOptional = (field: z.core.$ZodType) => z.safeParse(field, undefined).success

function errorsOf({ issues }: z.core.$ZodError): Record<string, string> {
  return Object.fromEntries(issues.toReversed().map(({ path, message }) => [String(path[0] ?? ''), message]))
}

/** Puts what the API refused at the fields of this form, if it is about them. */
function blame(
  schema: z.ZodMiniObject,
  error: unknown,
): { errors: Record<string, string> } | { failure: Error } {
  const named = error instanceof ApiError ? Object.entries(error.fieldErrors) : []
  const errors = named.filter(([name]) => Object.hasOwn(schema.shape, name))
  if (errors.length > 0) return { errors: Object.fromEntries(errors) }
  return { failure: error instanceof Error ? error : new Error(String(error)) }
}
