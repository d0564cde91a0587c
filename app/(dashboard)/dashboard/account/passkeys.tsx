'use client'

import * as z from 'zod/mini'
import { Button } from '@/components/button'
import { Card } from '@/components/card'
import { FailureNotice } from '@/components/failure-notice'
import { TextField } from '@/components/field'
import { CardSkeleton, Loading } from '@/components/skeleton'
import { When } from '@/components/when'
import { ApiError } from '@/lib/client'
import { useApp } from '@/lib/client/react/app'
import { useForm } from '@/lib/client/react/form'
import { useAddPasskey, usePasskeys, useRemovePasskey } from '@/lib/client/react/passkey-queries'
import { type ListedPasskey, passkeyName } from '@/lib/contract/passkeys'
import { PasskeyFailure } from '../../sign-in/passkey-sign-in'

const newPasskey = z.object({ name: passkeyName })

/** The passkeys of the user, to be added and removed. */
export function Passkeys() {
  const passkeys = usePasskeys()
  const add = useAddPasskey()
  const { announce } = useApp()
  const form = useForm(newPasskey, async ({ name }) => {
    await add.mutateAsync(name)
    announce('Passkey added')
  })
  if (passkeys.error) {
    return (
      <FailureNotice
        error={passkeys.error}
        what="Your passkeys could not be listed"
        onRetry={() => void passkeys.refetch()}
        retrying={passkeys.isFetching}
      />
    )
  }
  if (!passkeys.data) {
    return (
      <Loading label="Listing your passkeys…">
        <CardSkeleton />
      </Loading>
    )
  }
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
        <div>
          <Button type="submit" variant="secondary" pending={form.pending}>
            Add a passkey
          </Button>
        </div>
      </form>
      <PasskeyList passkeys={passkeys.data} />
    </Card>
  )
}

function PasskeyList({ passkeys }: { passkeys: readonly ListedPasskey[] }) {
  const { announce } = useApp()
  const remove = useRemovePasskey()
  if (passkeys.length === 0) return null
  return (
    <ul aria-label="Your passkeys" className="mt-6 divide-y divide-line border-line border-t">
      {remove.error instanceof ApiError && (
        <li className="py-4">
          <FailureNotice error={remove.error} what="The passkey could not be removed" />
        </li>
      )}
      {passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-3 py-4">
          <div className="min-w-0">
            <p className="break-words font-medium">{name}</p>
            <p className="text-muted text-sm">
              added <When at={createdAt} as="day" />
              {lastUsedAt !== null && (
                <>
                  {' '}
                  · used <When at={lastUsedAt} />
                </>
              )}
            </p>
          </div>
          <Button
            variant="secondary"
            size="sm"
            aria-label={`Remove ${name}`}
            onClick={() => remove.mutate(id, { onSuccess: () => announce(`Passkey removed: ${name}`) })}
          >
            Remove
          </Button>
        </li>
      ))}
    </ul>
  )
}
