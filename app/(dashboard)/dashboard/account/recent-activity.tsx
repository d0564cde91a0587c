'use client'

import { List } from '@/components/list'
import { QueryBoundary } from '@/components/query-boundary'
import { When } from '@/components/when'
import type { AccountEvent } from '@/lib/client'
import { useRead } from '@/lib/client/react/answers'

const words: Record<AccountEvent['kind'], string> = {
  sign_up: 'Account made',
  sign_in: 'Signed in',
  sign_in_failed: 'Sign-in failed: wrong password',
  limit_reached: 'Too many wrong passwords: sign-in paused for new browsers',
  password_changed: 'Password changed',
  session_revoked: 'Session ended',
  sessions_revoked: 'All other sessions ended',
  token_made: 'Access token made',
  token_revoked: 'Access token revoked',
  account_linked: 'Account linked',
  account_unlinked: 'Account unlinked',
  passkey_added: 'Passkey added',
  passkey_removed: 'Passkey removed',
  address_changed: 'E-mail address changed',
  role_changed: 'Role changed by an administrator',
  user_disabled: 'Disabled by an administrator',
  user_enabled: 'Enabled by an administrator',
  sessions_ended: 'Every session ended by an administrator',
}

/** Shows the owner of the account what happened to it. */
export function RecentActivity() {
  return (
    <section aria-labelledby="recent-activity" className="mt-12">
      <h2 id="recent-activity" className="font-semibold text-lg">
        Recent activity
      </h2>
      <p className="mt-1 text-muted text-sm">
        If you see something you did not do, change your password: that ends every other session.
      </p>
      <div className="mt-4">
        <QueryBoundary
          loading="Listing your recent activity…"
          what="Your recent activity could not be listed"
        >
          <ActivityList />
        </QueryBoundary>
      </div>
    </section>
  )
}

function ActivityList() {
  const { events } = useRead('activity')
  if (events.length === 0) return <p className="text-muted text-sm">Nothing has happened yet.</p>
  return (
    <List label="Recent activity">
      {events.map(({ id, kind, browser, at, address }) => (
        <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 px-5 py-3">
          <span>
            {words[kind]}
            <span className="block text-muted text-sm">
              {browser} ·{' '}
              <span title="Equal for equal addresses; not the address itself">from {address}</span>
            </span>
          </span>
          <span className="text-muted text-sm">
            <When at={at} />
          </span>
        </li>
      ))}
    </List>
  )
}
