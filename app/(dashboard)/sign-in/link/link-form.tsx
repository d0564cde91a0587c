'use client'

import { Button, ButtonLink } from '@/components/button'
import { FailureNotice } from '@/components/failure-notice'
import { TextField } from '@/components/field'
import { Notice } from '@/components/notice'
import { useForm } from '@/lib/client/react/form'
import { useAskForLink } from '@/lib/client/react/mail-queries'
import { useSignInOptions } from '@/lib/client/react/sign-in-queries'
import { emailForm, type MailLink } from '@/lib/contract/mail'

/** Asks for a link to sign in by. */
export function LinkForm({ purpose, next }: Pick<MailLink, 'purpose' | 'next'>) {
  const ask = useAskForLink()
  const { data: options } = useSignInOptions()
  const form = useForm(emailForm, ({ email }) => ask.mutateAsync({ email, purpose, next }))
  return (
    <form {...form.props} className="flex flex-col gap-5">
      {form.status === 'done' && (
        <Notice tone="success" title="Look at your mailbox">
          <p>
            If an account has this address, a mail with a link is on its way. Open the link in this browser
            within 15 minutes.
          </p>
        </Notice>
      )}
      {form.failure && <FailureNotice error={form.failure} what="The mail could not be sent" />}
      <TextField
        label="E-mail address"
        name="email"
        type="email"
        autoComplete="email"
        hint={
          purpose === 'reset'
            ? 'The verified address of your account. The link signs you in; then you choose a new password.'
            : 'The verified address of your account.'
        }
        error={form.errors.email}
      />
      <Button type="submit" pending={form.pending}>
        Send a link
      </Button>
      {options?.mail === 'outbox' && (
        <ButtonLink variant="secondary" href="/sign-in/outbox">
          Open the outbox of development
        </ButtonLink>
      )}
    </form>
  )
}
