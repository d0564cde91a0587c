'use client'

import { Button } from '@/components/button'
import { Card } from '@/components/card'
import { FailureNotice } from '@/components/failure-notice'
import { QueryBoundary } from '@/components/query-boundary'
import { When } from '@/components/when'
import { useRead, useSend } from '@/lib/client/react/answers'
import { useApp } from '@/lib/client/react/app'
import { useSignInElsewhere, useSignInOptions } from '@/lib/client/react/sign-in-queries'
import type { LinkedAccount } from '@/lib/contract/sign-in'

/** Shows the accounts elsewhere by which the user can sign in, to be linked and unlinked. */
export function LinkedAccounts() {
  return (
    <QueryBoundary loading="Reading your linked accounts…" what="Your linked accounts could not be read">
      <LinkedCard />
    </QueryBoundary>
  )
}

function LinkedCard() {
  const { accounts, count } = useRead('linkedAccounts')
  const options = useSignInOptions()
  const linked = new Set(accounts.map(({ provider }) => provider))
  const others = options.data?.providers.filter(({ id }) => !linked.has(id)) ?? []
  return (
    <Card title="Linked accounts" description="Other accounts by which you can sign in as this user.">
      <ul className="flex flex-col gap-4">
        {accounts.map((account) => (
          <Linked key={account.provider} {...account} isLast={count === 1} />
        ))}
        {others.map((provider) => (
          <Unlinked key={provider.id} {...provider} />
        ))}
        {accounts.length + others.length === 0 && (
          <li className="text-muted text-sm">There are no other accounts to sign in with here.</li>
        )}
      </ul>
    </Card>
  )
}

function Linked({ provider, name, email, linkedAt, isLast }: LinkedAccount & { isLast: boolean }) {
  const { announce } = useApp()
  const unlink = useSend('linkedAccount', 'DELETE', ['linkedAccounts'])
  return (
    <li className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div>
          <p className="font-medium">{name}</p>
          <p className="text-muted text-sm">
            {email ?? 'No verified address'} · linked <When at={linkedAt} as="day" />
          </p>
        </div>
        {isLast ? (
          <p className="text-muted text-sm">Your only way to sign in</p>
        ) : (
          <Button
            variant="secondary"
            size="sm"
            pending={unlink.isPending}
            onClick={() =>
              unlink.mutate({ params: { provider } }, { onSuccess: () => announce(`${name} unlinked`) })
            }
          >
            Unlink {name}
          </Button>
        )}
      </div>
      {unlink.error && <FailureNotice error={unlink.error} what={`${name} could not be unlinked`} />}
    </li>
  )
}

function Unlinked({ id, name }: { id: string; name: string }) {
  const elsewhere = useSignInElsewhere()
  return (
    <li className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="font-medium">{name}</p>
        <Button
          variant="secondary"
          size="sm"
          pending={elsewhere.isPending}
          onClick={() => elsewhere.mutate({ provider: id, next: '/dashboard/account', intent: 'link' })}
        >
          Link {name}
        </Button>
      </div>
      {elsewhere.error && <FailureNotice error={elsewhere.error} what={`${name} could not be linked`} />}
    </li>
  )
}
