import type { ReactNode } from 'react'
import { dashboardConfig } from '@/lib/config/dashboard'
import { OriginChip } from './origin-chip'
import { PageShell } from './page-shell'
import { SiteHeader } from './site-header'

/** A form on the way in, and beside it the calls it makes across origins. */
export function EntryPage({
  title,
  calls,
  children,
}: {
  title: string
  calls: { line: string; note: string }[]
  children: ReactNode
}) {
  const { apiOrigin } = dashboardConfig()
  return (
    <PageShell header={<SiteHeader />}>
      <div className="mx-auto grid max-w-4xl gap-x-20 gap-y-12 py-12 sm:py-20 md:grid-cols-2">
        <div>
          <h1 className="mb-7 font-semibold text-xl">{title}</h1>
          {children}
        </div>
        <aside className="self-start border-line border-t pt-8 md:border-t-0 md:border-l md:py-2 md:pl-10">
          <h2 className="font-medium text-sm">What this form sends</h2>
          <p className="mt-2">
            <OriginChip side="api" origin={apiOrigin} />
          </p>
          <ol className="mt-6 flex flex-col gap-5">
            {calls.map(({ line, note }) => (
              <li key={line}>
                <p className="break-words font-mono text-dashboard text-xs">{line}</p>
                <p className="mt-1 text-muted text-sm">{note}</p>
              </li>
            ))}
          </ol>
        </aside>
      </div>
    </PageShell>
  )
}
