'use client'

import { SubmitButton } from '@/components/button'
import { Card } from '@/components/card'
import { FailureNotice } from '@/components/failure-notice'
import { PasswordField } from '@/components/field'
import { Notice } from '@/components/notice'
import { useSend } from '@/lib/client/react/answers'
import { useApp } from '@/lib/client/react/app'
import { useForm } from '@/lib/client/react/form'
import { useWaysIn } from '@/lib/client/react/sign-in-queries'
import { useUser } from '../signed-in-only'

const fields = () => import('@/lib/contract/users').then(({ passwordChange }) => passwordChange)

/** The form that sets or changes the password. */
export function PasswordCard() {
  const { data } = useWaysIn()
  const needsCurrent = data?.currentPasswordNeeded ?? true
  const words = needsCurrent ? 'Change password' : data?.password ? 'Choose a new password' : 'Set a password'
  return <PasswordForm words={words} needsCurrent={needsCurrent} />
}

/** @param words the title of the card and of its button */
function PasswordForm({ words, needsCurrent }: { words: string; needsCurrent: boolean }) {
  const { username } = useUser()
  const { announce } = useApp()
  const change = useSend('password', 'PATCH', ['sessions', 'tokens', 'activity', 'linkedAccounts'])
  const form = useForm(fields, async (passwords) => {
    await change.mutateAsync({ params: { username }, body: passwords })
    announce('Password saved')
  })
  return (
    <Card
      title={words}
      description="Every other session of yours ends, and so does every token. This session stays."
    >
      <form {...form.props} className="flex flex-col gap-5">
        {form.status === 'done' && (
          <Notice tone="success" title="Password saved">
            <p>Every other browser has been signed out.</p>
          </Notice>
        )}
        {form.failure && <FailureNotice error={form.failure} what="Your password could not be saved" />}
        {/* Tells a password manager whose password this is. */}
        <input hidden readOnly name="username" autoComplete="username" value={username} />
        {needsCurrent && (
          <PasswordField
            label="Current password"
            name="currentPassword"
            autoComplete="current-password"
            error={form.errors.currentPassword}
          />
        )}
        <PasswordField
          label="New password"
          name="newPassword"
          autoComplete="new-password"
          hint="At least 8 characters. Long beats complicated."
          error={form.errors.newPassword}
        />
        <SubmitButton pending={form.pending}>{words}</SubmitButton>
      </form>
    </Card>
  )
}
