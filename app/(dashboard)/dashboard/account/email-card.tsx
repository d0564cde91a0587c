'use client'

import { Button, ButtonLink } from '@/components/button'
import { Card } from '@/components/card'
import { FailureNotice } from '@/components/failure-notice'
import { TextField } from '@/components/field'
import { Notice } from '@/components/notice'
import { useSend } from '@/lib/client/react/answers'
import { useForm } from '@/lib/client/react/form'
import { useSignInOptions, useWaysIn } from '@/lib/client/react/sign-in-queries'
import { emailForm } from '@/lib/contract/mail'
import { useUser } from '../signed-in-only'

/** The address to which links to sign in go, where this deployment sends mail. */
export function EmailCard() {
  const { username } = useUser()
  const { data: waysIn } = useWaysIn()
  const { data: options } = useSignInOptions()
  const ask = useSend('emailAddress', 'PUT')
  const form = useForm(emailForm, (body) => ask.mutateAsync({ params: { username }, body }))
  if (!waysIn || !options || options.mail === 'none') return null
  const { email } = waysIn
  return (
    <Card
      title="E-mail address"
      description={email ?? 'None yet. With an address you can sign in by a link and reset your password.'}
    >
      <form {...form.props} className="flex flex-col gap-5">
        {form.status === 'done' && (
          <Notice tone="success" title="Confirm it by the link in the mail">
            <p>
              {email === null
                ? 'The address counts once you have opened the link.'
                : 'Both the new and the old address got a mail. Open the link in each of them.'}
            </p>
          </Notice>
        )}
        {form.failure && <FailureNotice error={form.failure} what="The address could not be changed" />}
        <TextField
          label={email === null ? 'E-mail address' : 'New e-mail address'}
          name="email"
          type="email"
          autoComplete="email"
          error={form.errors.email}
        />
        <div className="flex flex-wrap gap-3">
          <Button type="submit" variant="secondary" pending={form.pending}>
            {email === null ? 'Add address' : 'Change address'}
          </Button>
          {options.mail === 'outbox' && (
            <ButtonLink variant="secondary" href="/sign-in/outbox">
              Open the outbox of development
            </ButtonLink>
          )}
        </div>
      </form>
    </Card>
  )
}
