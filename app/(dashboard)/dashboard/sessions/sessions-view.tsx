'use client'

import { Laptop, Smartphone } from 'lucide-react'
import { useRef } from 'react'
import { Button } from '@/components/button'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { FailureNotice } from '@/components/failure-notice'
import { OriginChip } from '@/components/origin-chip'
import { PageHeading } from '@/components/page-shell'
import { CardSkeleton, Loading } from '@/components/skeleton'
import { When } from '@/components/when'
import type { ListedSession } from '@/lib/client'
import { useApp } from '@/lib/client/react/app'
import { useRevokeOtherSessions, useRevokeSession, useSessions } from '@/lib/client/react/queries'

export function SessionsView() {
  const { announce } = useApp()
  const sessions = useSessions()
  const revokeOthers = useRevokeOtherSessions()
  const others = sessions.data?.filter((row) => !row.current).length ?? 0
  return (
    <>
      <PageHeading
        title="Sessions"
        aside={
          others > 0 && (
            <ConfirmDialog
              trigger="Sign out everywhere else"
              pending={revokeOthers.isPending}
              title="Sign out everywhere else?"
              action={`End ${others === 1 ? 'one session' : `${others} sessions`}`}
              onConfirm={() =>
                revokeOthers.mutate(undefined, {
                  onSuccess: (count) =>
                    announce(count === 1 ? 'One session ended' : `${count} sessions ended`),
                })
              }
            >
              Every other browser you are signed in with is refused from its next request on. This one stays.
            </ConfirmDialog>
          )
        }
      >
        Each sign-in, wherever it was. One you do not know is one to end.
      </PageHeading>
      {revokeOthers.error && (
        <div className="mt-6">
          <FailureNotice error={revokeOthers.error} what="The other sessions could not be ended" />
        </div>
      )}
      <div className="mt-8">
        {sessions.data ? (
          <SessionList rows={sessions.data} />
        ) : sessions.error ? (
          <FailureNotice
            error={sessions.error}
            what="Your sessions could not be listed"
            onRetry={() => void sessions.refetch()}
            retrying={sessions.isFetching}
          />
        ) : (
          <Loading label="Listing your sessions…">
            <div className="flex flex-col gap-3">
              <CardSkeleton lines={1} />
              <CardSkeleton lines={1} />
            </div>
          </Loading>
        )}
      </div>
    </>
  )
}

function SessionList({ rows }: { rows: ListedSession[] }) {
  const { announce } = useApp()
  const revoke = useRevokeSession()
  const list = useRef<HTMLUListElement>(null)
  const sorted = [...rows].sort(
    (a, b) => Number(b.current) - Number(a.current) || b.lastSeenAt.localeCompare(a.lastSeenAt),
  )
  const end = (row: ListedSession) =>
    revoke.mutate(row.id, {
      onSuccess: () => {
        announce(`Session ended: ${row.browser}`)
        // The button that had the focus is gone with its row.
        list.current?.focus()
      },
    })
  return (
    <>
      {revoke.error && (
        <div className="mb-4">
          <FailureNotice error={revoke.error} what="The session could not be ended" />
        </div>
      )}
      <ul
        ref={list}
        tabIndex={-1}
        aria-label="Your sessions"
        className="divide-y divide-line rounded-card border border-line bg-surface"
      >
        {sorted.map((row) => (
          <SessionItem
            key={row.id}
            row={row}
            ending={revoke.isPending && revoke.variables === row.id}
            onEnd={() => end(row)}
          />
        ))}
      </ul>
      {rows.length === 1 && <p className="mt-4 text-muted text-sm">You are signed in nowhere else.</p>}
    </>
  )
}

function SessionItem({ row, ending, onEnd }: { row: ListedSession; ending: boolean; onEnd: () => void }) {
  const Icon = /\b(iPhone|Android|Mobile)\b/.test(row.userAgent) ? Smartphone : Laptop
  return (
    <li className="flex flex-wrap items-center gap-x-5 gap-y-4 p-5 sm:px-6">
      <Icon aria-hidden className="hidden size-6 shrink-0 text-muted sm:block" strokeWidth={1.5} />
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-medium" title={row.userAgent}>
            {row.browser}
          </span>
          {row.current && (
            <span className="rounded-full bg-ink px-2 py-px font-medium text-paper text-xs">
              This browser
            </span>
          )}
        </p>
        <p className="mt-1 text-muted text-sm">
          Last used <When at={row.lastSeenAt} />, started <When at={row.createdAt} />
        </p>
        {row.origin && (
          <p className="mt-2 flex items-center gap-2 text-muted text-xs">
            <span className="shrink-0">from</span> <OriginChip side="dashboard" origin={row.origin} />
          </p>
        )}
      </div>
      {!row.current && (
        <Button
          variant="secondary"
          size="sm"
          pending={ending}
          onClick={onEnd}
          aria-label={`Revoke ${row.browser}${row.origin ? `, from ${row.origin}` : ''}`}
        >
          Revoke
        </Button>
      )}
    </li>
  )
}
