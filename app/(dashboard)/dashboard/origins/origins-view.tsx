'use client'

import { useDeferredValue, useRef, useState } from 'react'
import { Card } from '@/components/card'
import { TextField } from '@/components/field'
import { List, MoreButton } from '@/components/list'
import { PageHeading } from '@/components/page-shell'
import { QueryBoundary } from '@/components/query-boundary'
import { usePages, useSend } from '@/lib/client/react/answers'
import { useApp } from '@/lib/client/react/app'
import { OriginForm } from './origin-form'
import { OriginItem } from './origin-item'

export function OriginsView() {
  const { announce } = useApp()
  const add = useSend('origins', 'POST', ['origins'])
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
              const added = await add.mutateAsync({ body: values })
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
  // Deferred, so that the rows of the last search stay in view while the next ones are read.
  const search = useDeferredValue(typed.trim())
  return (
    <section aria-label="Allowed origins" className="flex flex-col gap-4">
      <TextField
        label="Search"
        type="search"
        placeholder="Part of an origin or a note"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <QueryBoundary loading="Listing the allowed origins…" what="The allowed origins could not be listed">
        <Entries search={search} />
      </QueryBoundary>
    </section>
  )
}

function Entries({ search }: { search: string }) {
  const { pages, more } = usePages('origins', search === '' ? {} : { q: search })
  const list = useRef<HTMLUListElement>(null)
  const rows = pages.flatMap(({ origins }) => origins)
  if (rows.length === 0) {
    return (
      <p className="rounded-card border border-line border-dashed p-6 text-muted text-sm">
        {search === ''
          ? 'Nobody has added an origin yet. Only the origins of the configuration may call.'
          : 'No origin and no note contains this text.'}
      </p>
    )
  }
  return (
    <>
      <List ref={list} label="Entries">
        {rows.map((row) => (
          <OriginItem key={row.id} row={row} onRemoved={() => list.current?.focus()} />
        ))}
      </List>
      <MoreButton more={more} />
    </>
  )
}
