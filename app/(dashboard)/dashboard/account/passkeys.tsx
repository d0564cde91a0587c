'use client'

import * as z from 'zod/mini'
import { SubmitButton } from '@/components/button'
import { Card } from '@/components/card'
import { FailureNotice } from '@/components/failure-notice'
import { TextField } from '@/components/field'
import { QueryBoundary } from '@/components/query-boundary'
import { When } from '@/components/when'
import { useRead, useSend } from '@/lib/client/react/answers'
import { useApp } from '@/lib/client/react/app'
import { useForm } from '@/lib/client/react/form'
import { useAddPasskey } from '@/lib/client/react/passkey-queries'
import { passkeyName } from '@/lib/contract/passkeys'
import { PasskeyFailure } from '../../sign-in/passkey-sign-in'
import { KeyRow } from './key-row'

const newPasskey = z.object({ name: passkeyName })

/** The passkeys of the user, to be added and removed. */
export function Passkeys() {
  const add = useAddPasskey()
  const { announce } = useApp()
  const form = useForm(newPasskey, async ({ name }) => {
    await add.mutateAsync(name)
    announce('Passkey added')
  })
  return (
    <Card
      title="Passkeys"
      description="Sign in by your fingerprint, face or device PIN. Nothing to type or forget."
    >
      <form {...form.props} className="flex flex-col gap-5">
        {form.failure && <PasskeyFailure error={form.failure} what="The passkey could not be added" />}
        <TextField
          label="Name"
          name="name"
          autoComplete="off"
          hint="Such as “My laptop”."
          error={form.errors.name}
        />
        <SubmitButton variant="secondary" pending={form.pending}>
          Add a passkey
        </SubmitButton>
      </form>
      <QueryBoundary loading="Listing your passkeys…" what="Your passkeys could not be listed">
        <PasskeyList />
      </QueryBoundary>
    </Card>
  )
}

function PasskeyList() {
  const { announce } = useApp()
  const { passkeys } = useRead('passkeys')
  const remove = useSend('passkey', 'DELETE', ['passkeys', 'linkedAccounts'])
  if (passkeys.length === 0) return null
  return (
    <ul aria-label="Your passkeys" className="mt-6 divide-y divide-line border-line border-t">
      {remove.error && (
        <li className="py-4">
          <FailureNotice error={remove.error} what="The passkey could not be removed" />
        </li>
      )}
      {passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
        <KeyRow
          key={id}
          name={name}
          verb="Remove"
          onEnd={() =>
            remove.mutate({ params: { id } }, { onSuccess: () => announce(`Passkey removed: ${name}`) })
          }
        >
          added <When at={createdAt} as="day" />
          {lastUsedAt !== null && (
            <>
              {' '}
              · used <When at={lastUsedAt} />
            </>
          )}
        </KeyRow>
      ))}
    </ul>
  )
}
