'use client'

import { Button } from '@/components/button'
import { Card } from '@/components/card'
import { FailureNotice } from '@/components/failure-notice'
import { CardSkeleton, Loading } from '@/components/skeleton'
import { type Change, useAdminister, useAdministeredUsers } from '@/lib/client/react/administration-queries'
import { useApp } from '@/lib/client/react/app'
import type { AdministeredUser } from '@/lib/contract/administration'

/** Every user, with what an administrator can do about one. */
export function UsersView() {
  const users = useAdministeredUsers()
  if (users.error) {
    return (
      <FailureNotice
        error={users.error}
        what="The users could not be read"
        onRetry={() => void users.refetch()}
        retrying={users.isFetching}
      />
    )
  }
  if (!users.data) {
    return (
      <Loading label="Reading the users…">
        <CardSkeleton lines={6} />
      </Loading>
    )
  }
  return (
    <Card>
      <ul className="divide-y divide-line">
        {users.data.map((user) => (
          <User key={user.username} {...user} />
        ))}
      </ul>
      {users.hasNextPage && (
        <Button
          variant="secondary"
          className="mt-5"
          pending={users.isFetchingNextPage}
          onClick={() => void users.fetchNextPage()}
        >
          More users
        </Button>
      )}
    </Card>
  )
}

function User({ username, displayName, role, disabled, sessions }: AdministeredUser) {
  const { announce } = useApp()
  const administer = useAdminister(username)
  const other = role === 'admin' ? 'member' : 'admin'
  const actions: { verb: string; change: Change; done: string }[] = [
    {
      verb: other === 'admin' ? 'Make admin' : 'Make member',
      change: { role: other },
      done: `${username} is now ${other}`,
    },
    {
      verb: disabled ? 'Enable' : 'Disable',
      change: { disabled: !disabled },
      done: `${username} is ${disabled ? 'enabled' : 'disabled'}`,
    },
  ]
  if (sessions > 0) {
    const done = `Every session of ${username} has ended`
    actions.push({ verb: 'End sessions', change: 'end-sessions', done })
  }
  return (
    <li className="flex flex-col gap-3 py-4 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="min-w-0">
          <p className="break-words font-medium">{displayName}</p>
          <p className="text-muted text-sm">
            <span className="font-mono">@{username}</span> · {role}
            {disabled ? ' · disabled' : ''} · {sessions === 1 ? '1 session' : `${sessions} sessions`}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          {actions.map(({ verb, change, done }) => (
            <Button
              key={verb}
              size="sm"
              variant="secondary"
              aria-label={`${verb}: ${username}`}
              pending={administer.isPending}
              onClick={() => administer.mutate(change, { onSuccess: () => announce(done) })}
            >
              {verb}
            </Button>
          ))}
        </div>
      </div>
      {administer.error && <FailureNotice error={administer.error} what={`${username} was not changed`} />}
    </li>
  )
}
