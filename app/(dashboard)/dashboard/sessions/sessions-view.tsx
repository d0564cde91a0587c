'use client'

import { Laptop, Smartphone } from 'lucide-react'
import { useRef } from 'react'
import { Button } from '@/components/button'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { FailureNotice } from '@/components/failure-notice'
import { List } from '@/components/list'
import { OriginChip } from '@/components/origin-chip'
import { PageHeading } from '@/components/page-shell'
import { QueryBoundary } from '@/components/query-boundary'
import { When } from '@/components/when'
import type { ListedSession } from '@/lib/client'
import { useRead, useSend } from '@/lib/client/react/answers'
import { useApp } from '@/lib/client/react/app'

export function SessionsView() {
  return (
    <>
      <PageHeading title="Sessions">
        Every browser that is signed in as you. End any session you do not recognise.
      </PageHeading>
      <div className="mt-8">
        <QueryBoundary loading="Listing your sessions…" what="Your sessions could not be listed">
          <SessionList />
        </QueryBoundary>
      </div>
    </>
  )
}

function SessionList() {
  const { announce } = useApp()
  const { sessions } = useRead('sessions', { query: {} })
  const revoke = useSend('session', 'DELETE', ['sessions'])
  const list = useRef<HTMLUListElement>(null)
  const sorted = sessions.toSorted(
    (a, b) => Number(b.current) - Number(a.current) || b.lastSeenAt.localeCompare(a.lastSeenAt),
  )
  const end = ({ id, browser }: ListedSession) =>
    revoke.mutate(
      { params: { id } },
      {
        onSuccess: () => {
          announce(`Session ended: ${browser}`)
          // The button that had the focus is gone with its row.
          list.current?.focus()
        },
      },
    )
  return (
    <div className="flex flex-col gap-4">
      {revoke.error && <FailureNotice error={revoke.error} what="The session could not be ended" />}
      <List ref={list} label="Your sessions">
        {sorted.map((row) => (
          <SessionItem
            key={row.id}
            row={row}
            ending={revoke.isPending && revoke.variables.params.id === row.id}
            onEnd={() => end(row)}
          />
        ))}
      </List>
      {sessions.length === 1 ? (
        <p className="text-muted text-sm">You are signed in nowhere else.</p>
      ) : (
        <EndOthers count={sessions.length - 1} />
      )}
    </div>
  )
}

function EndOthers({ count }: { count: number }) {
  const { announce } = useApp()
  const revoke = useSend('sessions', 'DELETE', ['sessions'])
  const onConfirm = () =>
    revoke.mutate(
      {},
      {
        onSuccess: ({ revoked }) =>
          announce(revoked === 1 ? 'One session ended' : `${revoked} sessions ended`),
      },
    )
  return (
    <>
      {revoke.error && <FailureNotice error={revoke.error} what="The other sessions could not be ended" />}
      <div>
        <ConfirmDialog
          trigger="Sign out everywhere else"
          pending={revoke.isPending}
          title="Sign out everywhere else?"
          action={`End ${count === 1 ? 'one session' : `${count} sessions`}`}
          onConfirm={onConfirm}
        >
          Every other browser you are signed in with is refused from its next request on. This one stays.
        </ConfirmDialog>
      </div>
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
