'use client'

import { Button } from '@/components/button'
import { FailureNotice } from '@/components/failure-notice'
import { List, MoreButton } from '@/components/list'
import { QueryBoundary } from '@/components/query-boundary'
import { usePages, useSend } from '@/lib/client/react/answers'
import { useApp } from '@/lib/client/react/app'
import type { AdministeredUser } from '@/lib/contract/administration'

/** Every user, with what an administrator can do about one. */
export function UsersView() {
  return (
    <QueryBoundary loading="Reading the users…" what="The users could not be read">
      <UserList />
    </QueryBoundary>
  )
}

function UserList() {
  const { pages, more } = usePages('administeredUsers', {})
  return (
    <div className="flex flex-col gap-5">
      <List label="Users">
        {pages.flatMap(({ users }) => users.map((user) => <User key={user.username} {...user} />))}
      </List>
      <MoreButton more={more} />
    </div>
  )
}

function User({ username, displayName, role, disabled, sessions }: AdministeredUser) {
  const { announce } = useApp()
  const change = useSend('administeredUser', 'PATCH', ['administeredUsers'])
  const end = useSend('administeredSessions', 'DELETE', ['administeredUsers'])
  const params = { username }
  const said = (done: string) => ({ onSuccess: () => announce(done) })
  const other = role === 'admin' ? 'member' : 'admin'
  const actions = [
    {
      verb: `Make ${other}`,
      act: () => change.mutate({ params, body: { role: other } }, said(`${username} is now ${other}`)),
    },
    {
      verb: disabled ? 'Enable' : 'Disable',
      act: () =>
        change.mutate(
          { params, body: { disabled: !disabled } },
          said(`${username} is ${disabled ? 'enabled' : 'disabled'}`),
        ),
    },
    ...(sessions > 0
      ? [
          {
            verb: 'End sessions',
            act: () => end.mutate({ params }, said(`Every session of ${username} has ended`)),
          },
        ]
      : []),
  ]
  const error = change.error ?? end.error
  return (
    <li className="flex flex-col gap-3 p-5 sm:px-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="min-w-0">
          <p className="break-words font-medium">{displayName}</p>
          <p className="text-muted text-sm">
            <span className="font-mono">@{username}</span> · {role}
            {disabled ? ' · disabled' : ''} · {sessions === 1 ? '1 session' : `${sessions} sessions`}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          {actions.map(({ verb, act }) => (
            <Button
              key={verb}
              size="sm"
              variant="secondary"
              aria-label={`${verb}: ${username}`}
              pending={change.isPending || end.isPending}
              onClick={act}
            >
              {verb}
            </Button>
          ))}
        </div>
      </div>
      {error && <FailureNotice error={error} what={`${username} was not changed`} />}
    </li>
  )
}
