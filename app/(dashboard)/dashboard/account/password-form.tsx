'use client'

import { type FormEvent, useState } from 'react'
import { useApp } from '@/components/app-provider'
import { Button } from '@/components/button'
import { Card } from '@/components/card'
import { FailureNotice } from '@/components/failure-notice'
import { PasswordField } from '@/components/field'
import { Notice } from '@/components/notice'
import { useChangePassword } from '@/components/queries'
import { ApiError } from '@/lib/client'
import { passwordProblem } from '@/lib/client/rules'
import { useUser } from '../signed-in-only'

type Problems = Readonly<Record<string, string>>

export function PasswordForm() {
  const { username } = useUser()
  const { announce } = useApp()
  const change = useChangePassword(username)
  const [typed, setTyped] = useState<Problems>({})
  const refused = refusedFields(change.error)
  const problems = { ...refused, ...typed }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (change.isPending) return
    const form = event.currentTarget
    const focus = (name: string | undefined) => form.querySelector<HTMLElement>(`[name=${name}]`)?.focus()
    const data = new FormData(form)
    const currentPassword = String(data.get('currentPassword'))
    const newPassword = String(data.get('newPassword'))
    const newProblem =
      passwordProblem(newPassword) ??
      (newPassword === currentPassword ? 'Choose one that differs from the current one.' : null)
    const found: Problems = {
      ...(currentPassword === '' ? { currentPassword: 'Enter your current password.' } : {}),
      ...(newProblem === null ? {} : { newPassword: newProblem }),
    }
    setTyped(found)
    const [first] = Object.keys(found)
    if (first !== undefined) {
      focus(first)
      return
    }
    change.mutate(
      { currentPassword, newPassword },
      {
        onSuccess: () => {
          form.reset()
          announce('Password changed')
        },
        onError: (error) => focus(Object.keys(refusedFields(error))[0]),
      },
    )
  }

  return (
    <Card title="Change password" description="Every other session of yours ends; this one stays.">
      <form onSubmit={submit} noValidate className="flex flex-col gap-5">
        {change.isSuccess && (
          <Notice tone="success" title="Password changed">
            <p>Every other browser has been signed out.</p>
          </Notice>
        )}
        {change.error && Object.keys(refused).length === 0 && (
          <FailureNotice error={change.error} what="Your password could not be changed" />
        )}
        {/* Tells a password manager whose password this is. */}
        <input hidden readOnly name="username" autoComplete="username" value={username} />
        <PasswordField
          label="Current password"
          name="currentPassword"
          autoComplete="current-password"
          error={problems.currentPassword}
        />
        <PasswordField
          label="New password"
          name="newPassword"
          autoComplete="new-password"
          hint="At least 8 characters. Long beats complicated."
          error={problems.newPassword}
        />
        <div>
          <Button type="submit" pending={change.isPending}>
            Change password
          </Button>
        </div>
      </form>
    </Card>
  )
}

const none: Problems = {}

/** What the API said about single fields. A wrong current password is said at its field. */
function refusedFields(error: Error | null): Problems {
  if (!(error instanceof ApiError)) return none
  if (error.kind === 'invalid_credentials') return { currentPassword: 'This is not your current password.' }
  return error.fieldErrors
}
