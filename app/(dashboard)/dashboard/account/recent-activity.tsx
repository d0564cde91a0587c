'use client'

import { FailureNotice } from '@/components/failure-notice'
import { CardSkeleton, Loading } from '@/components/skeleton'
import { When } from '@/components/when'
import type { AccountEvent } from '@/lib/client'
import { useActivity } from '@/lib/client/react/queries'

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
  const activity = useActivity()
  return (
    <section aria-labelledby="recent-activity" className="mt-12">
      <h2 id="recent-activity" className="font-semibold text-lg">
        Recent activity
      </h2>
      <p className="mt-1 text-muted text-sm">
        If you see something you did not do, change your password: that ends every other session.
      </p>
      <div className="mt-4">
        {activity.data ? (
          <ActivityList events={activity.data} />
        ) : activity.error ? (
          <FailureNotice
            error={activity.error}
            what="Your recent activity could not be listed"
            onRetry={() => void activity.refetch()}
            retrying={activity.isFetching}
          />
        ) : (
          <Loading label="Listing your recent activity…">
            <CardSkeleton lines={2} />
          </Loading>
        )}
      </div>
    </section>
  )
}

function ActivityList({ events }: { events: AccountEvent[] }) {
  if (events.length === 0) return <p className="text-muted text-sm">Nothing has happened yet.</p>
  return (
    <ul className="divide-y divide-line rounded-card border border-line bg-surface">
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
    </ul>
  )
}
