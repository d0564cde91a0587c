'use client'

import { useState } from 'react'
import { Button } from '@/components/button'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { FailureNotice, usePageOrigin } from '@/components/failure-notice'
import { When } from '@/components/when'
import { useSend } from '@/lib/client/react/answers'
import { useApp } from '@/lib/client/react/app'
import type { AllowedOrigin } from '@/lib/contract/origins'
import { OriginForm } from './origin-form'

/** One entry of the allowlist, with what this person may do to it. */
export function OriginItem({ row, onRemoved }: { row: AllowedOrigin; onRemoved: () => void }) {
  const { announce } = useApp()
  const [editing, setEditing] = useState(false)
  const change = useSend('origin', 'PATCH', ['origins'])
  const params = { id: row.id }
  // Shown as switched while the API is asked. If it refuses, the entry is read again and shows what is true.
  const enabled = (change.isPending ? change.variables.body.enabled : undefined) ?? row.enabled
  return (
    <li className="flex flex-col gap-4 p-5 sm:px-6">
      <div className="flex flex-wrap items-start gap-x-5 gap-y-3">
        <Description row={row} enabled={enabled} />
        {row.editable && (
          <div className="flex flex-wrap items-center gap-2">
            <Button
              variant="secondary"
              size="sm"
              role="switch"
              aria-checked={enabled}
              aria-label={`${row.origin} may call`}
              onClick={() => change.mutate({ params, body: { enabled: !enabled } })}
            >
              {enabled ? 'Turn off' : 'Turn on'}
            </Button>
            <Button
              variant="secondary"
              size="sm"
              aria-expanded={editing}
              aria-label={`Edit ${row.origin}`}
              onClick={() => setEditing(!editing)}
            >
              Edit
            </Button>
            <RemoveOrigin row={row} onRemoved={onRemoved} />
          </div>
        )}
      </div>
      {change.error && !editing && (
        <FailureNotice error={change.error} what="The entry could not be changed" />
      )}
      {editing && (
        <OriginForm
          entry={row}
          action="Save"
          what="The entry could not be changed"
          onSend={async (values) => {
            await change.mutateAsync({ params, body: values })
            announce(`Saved ${values.origin}`)
            setEditing(false)
          }}
        />
      )}
    </li>
  )
}

function Description({ row, enabled }: { row: AllowedOrigin; enabled: boolean }) {
  return (
    <div className="min-w-0 flex-1 basis-60">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 break-all font-mono text-dashboard text-sm">{row.origin}</span>
        <State row={row} enabled={enabled} />
      </p>
      {row.note && <p className="mt-1 break-words text-sm">{row.note}</p>}
      <p className="mt-1 text-muted text-xs">
        Added <When at={row.createdAt} /> by {row.addedBy ?? 'an account that is gone'}
        {row.expiresAt && (
          <>
            , expires <When at={row.expiresAt} />
          </>
        )}
      </p>
    </div>
  )
}

function RemoveOrigin({ row, onRemoved }: { row: AllowedOrigin; onRemoved: () => void }) {
  const { announce } = useApp()
  const remove = useSend('origin', 'DELETE', ['origins'])
  const isOwn = usePageOrigin() === row.origin
  return (
    <>
      <ConfirmDialog
        trigger="Remove"
        label={`Remove ${row.origin}`}
        size="sm"
        pending={remove.isPending}
        title={`Remove ${row.origin}?`}
        action={isOwn ? 'Remove it and lose access' : 'Remove it'}
        onConfirm={() =>
          remove.mutate(
            { params: { id: row.id } },
            {
              onSuccess: () => {
                announce(`Removed ${row.origin}`)
                onRemoved()
              },
            },
          )
        }
      >
        {isOwn
          ? 'You are calling from this origin. Unless the configuration allows it too, this page loses the API within five seconds, and only another allowed origin can add it again.'
          : 'Pages on this origin lose the API within five seconds.'}
      </ConfirmDialog>
      {remove.error && <FailureNotice error={remove.error} what="The entry could not be removed" />}
    </>
  )
}

function State({ row, enabled }: { row: AllowedOrigin; enabled: boolean }) {
  const isExpired = row.expiresAt !== null && Date.parse(row.expiresAt) <= Date.now()
  if (enabled && !isExpired) return null
  return (
    <span className="rounded-full bg-sunken px-2 py-px font-medium text-muted text-xs">
      {enabled ? 'Expired' : 'Off'}
    </span>
  )
}
