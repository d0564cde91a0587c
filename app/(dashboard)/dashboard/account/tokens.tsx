'use client'

import { Button } from '@/components/button'
import { Card } from '@/components/card'
import { FailureNotice } from '@/components/failure-notice'
import { SelectField, TextField } from '@/components/field'
import { Notice } from '@/components/notice'
import { CardSkeleton, Loading } from '@/components/skeleton'
import { When } from '@/components/when'
import { useApp } from '@/lib/client/react/app'
import { useForm } from '@/lib/client/react/form'
import { useMakeToken, useRevokeToken, useTokens } from '@/lib/client/react/queries'
import { type ListedToken, newToken } from '@/lib/contract/tokens'

/** The tokens by which the user's own programs call the API. */
export function Tokens() {
  const tokens = useTokens()
  if (tokens.error) {
    return (
      <FailureNotice
        error={tokens.error}
        what="Your tokens could not be listed"
        onRetry={() => void tokens.refetch()}
        retrying={tokens.isFetching}
      />
    )
  }
  if (!tokens.data) {
    return (
      <Loading label="Listing your tokens…">
        <CardSkeleton />
      </Loading>
    )
  }
  return (
    <Card title="Tokens" description="For programs of yours that call the API without a browser.">
      <TokenForm />
      <TokenList tokens={tokens.data} />
    </Card>
  )
}

function TokenForm() {
  const make = useMakeToken()
  const form = useForm(newToken, (body) => make.mutateAsync(body))
  return (
    <form {...form.props} className="flex flex-col gap-5">
      {form.result && (
        <Notice tone="success" title="Copy this token now">
          <code className="break-all font-mono">{form.result.token}</code>
          <p>You will not see it again. If you lose it, revoke it and make another one.</p>
        </Notice>
      )}
      {form.failure && <FailureNotice error={form.failure} what="The token could not be made" />}
      <TextField label="What it is for" name="name" autoComplete="off" error={form.errors.name} />
      <SelectField label="What it may do" name="scope" defaultValue="read" error={form.errors.scope}>
        <option value="read">Read</option>
        <option value="write">Read and change</option>
      </SelectField>
      <div>
        <Button type="submit" variant="secondary" pending={form.pending}>
          Make a token
        </Button>
      </div>
    </form>
  )
}

function TokenList({ tokens }: { tokens: readonly ListedToken[] }) {
  const { announce } = useApp()
  const revoke = useRevokeToken()
  return (
    <>
      {revoke.error && (
        <div className="mt-5">
          <FailureNotice error={revoke.error} what="The token could not be revoked" />
        </div>
      )}
      {tokens.length > 0 && (
        <ul aria-label="Your tokens" className="mt-6 divide-y divide-line border-line border-t">
          {tokens.map(({ id, name, scope, createdAt, lastUsedAt }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-3 py-4">
              <div className="min-w-0">
                <p className="break-words font-medium">{name}</p>
                <p className="text-muted text-sm">
                  {scope === 'write' ? 'Reads and changes' : 'Reads'} · made <When at={createdAt} as="day" />{' '}
                  ·{' '}
                  {lastUsedAt === null ? (
                    'never used'
                  ) : (
                    <>
                      used <When at={lastUsedAt} />
                    </>
                  )}
                </p>
              </div>
              <Button
                variant="secondary"
                size="sm"
                aria-label={`Revoke ${name}`}
                onClick={() => revoke.mutate(id, { onSuccess: () => announce(`Token revoked: ${name}`) })}
              >
                Revoke
              </Button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
