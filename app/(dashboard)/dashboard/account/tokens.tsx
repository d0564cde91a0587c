'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { SubmitButton } from '@/components/button'
import { Card } from '@/components/card'
import { FailureNotice } from '@/components/failure-notice'
import { SelectField, TextField } from '@/components/field'
import { Notice } from '@/components/notice'
import { QueryBoundary } from '@/components/query-boundary'
import { When } from '@/components/when'
import { useRead, useSend } from '@/lib/client/react/answers'
import { useApp } from '@/lib/client/react/app'
import { useForm } from '@/lib/client/react/form'
import type { Contract } from '@/lib/contract'
import type { Answer } from '@/lib/contract/types'
import { KeyRow } from './key-row'

/** The tokens by which the user's own programs call the API. */
export function Tokens() {
  return (
    <Card title="Tokens" description="For programs of yours that call the API without a browser.">
      <TokenForm />
      <QueryBoundary loading="Listing your tokens…" what="Your tokens could not be listed">
        <TokenList />
      </QueryBoundary>
    </Card>
  )
}

const fields = () => import('@/lib/contract/tokens').then(({ newToken }) => newToken)

function TokenForm() {
  const make = useSend('tokens', 'POST', ['tokens'])
  const form = useForm(fields, (body) => make.mutateAsync({ body }))
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
      <SubmitButton variant="secondary" pending={form.pending}>
        Make a token
      </SubmitButton>
    </form>
  )
}

function TokenList() {
  const { announce } = useApp()
  const { tokens } = useRead('tokens')
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
            <KeyRow
              key={id}
              name={name}
              verb="Revoke"
              onEnd={() => revoke.mutate(id, { onSuccess: () => announce(`Token revoked: ${name}`) })}
            >
              {scope === 'write' ? 'Reads and changes' : 'Reads'} · made <When at={createdAt} as="day" /> ·{' '}
              {lastUsedAt === null ? (
                'never used'
              ) : (
                <>
                  used <When at={lastUsedAt} />
                </>
              )}
            </KeyRow>
          ))}
        </ul>
      )}
    </>
  )
}

type Tokens = Answer<Contract['tokens'], 'GET'>

/** Revokes a token. Takes the row away at once, and puts it back if the API refuses. */
function useRevokeToken() {
  const { client } = useApp()
  const queryClient = useQueryClient()
  const queryKey = ['tokens']
  return useMutation({
    mutationFn: (id: string) => client.call('token', 'DELETE', { params: { id } }),
    onMutate: async (id) => {
      // An answer still under way would bring the row back.
      await queryClient.cancelQueries({ queryKey })
      const before = queryClient.getQueriesData<Tokens>({ queryKey })
      queryClient.setQueriesData<Tokens>(
        { queryKey },
        (list) => list && { tokens: list.tokens.filter((row) => row.id !== id) },
      )
      return before
    },
    onError: (_error, _id, before = []) => {
      for (const [key, list] of before) queryClient.setQueryData(key, list)
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  })
}
