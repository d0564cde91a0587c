'use client'

import { useDeferredValue, useRef, useState } from 'react'
import { Button } from '@/components/button'
import { Card } from '@/components/card'
import { FailureNotice } from '@/components/failure-notice'
import { TextField } from '@/components/field'
import { PageHeading } from '@/components/page-shell'
import { CardSkeleton, Loading } from '@/components/skeleton'
import { useApp } from '@/lib/client/react/app'
import { useAddOrigin, useOrigins } from '@/lib/client/react/origins'
import { OriginForm } from './origin-form'
import { OriginItem } from './origin-item'

export function OriginsView() {
  const { announce } = useApp()
  const add = useAddOrigin()
  return (
    <>
      <PageHeading title="Allowed origins">
        Pages on these origins may call this API with the sessions of the people who use them. A change
        reaches every instance within five seconds.
      </PageHeading>
      <div className="mt-8 grid items-start gap-6 lg:grid-cols-[2fr_3fr]">
        <Card title="Allow an origin">
          <OriginForm
            action="Allow it"
            what="The origin could not be added"
            onSend={async (values) => {
              const added = await add.mutateAsync(values)
              announce(`Added ${added.origin}`)
            }}
          />
        </Card>
        <OriginList />
      </div>
    </>
  )
}

function OriginList() {
  const [typed, setTyped] = useState('')
  const search = useDeferredValue(typed.trim())
  const origins = useOrigins(search)
  const list = useRef<HTMLUListElement>(null)
  const rows = origins.data?.pages.flatMap(({ answer }) => answer.origins)
  return (
    <section aria-label="Allowed origins">
      <TextField
        label="Search"
        type="search"
        placeholder="Part of an origin or a note"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className="mt-4 flex flex-col gap-4">
        {rows === undefined && !origins.error && (
          <Loading label="Listing the allowed origins…">
            <CardSkeleton lines={3} />
          </Loading>
        )}
        {origins.error && (
          <FailureNotice
            error={origins.error}
            what="The allowed origins could not be listed"
            onRetry={() => void origins.refetch()}
            retrying={origins.isFetching}
          />
        )}
        {rows?.length === 0 && (
          <p className="rounded-card border border-line border-dashed p-6 text-muted text-sm">
            {search === ''
              ? 'Nobody has added an origin yet. Only the origins of the configuration may call.'
              : 'No origin and no note contains this text.'}
          </p>
        )}
        {rows && rows.length > 0 && (
          <ul
            ref={list}
            tabIndex={-1}
            aria-label="Entries"
            className="divide-y divide-line rounded-card border border-line bg-surface"
          >
            {rows.map((row) => (
              <OriginItem key={row.id} row={row} onRemoved={() => list.current?.focus()} />
            ))}
          </ul>
        )}
        {origins.hasNextPage && (
          <div>
            <Button
              variant="secondary"
              pending={origins.isFetchingNextPage}
              onClick={() => void origins.fetchNextPage()}
            >
              Show more
            </Button>
          </div>
        )}
      </div>
    </section>
  )
}
