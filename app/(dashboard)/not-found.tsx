import type { Metadata } from 'next'
import { ButtonLink } from '@/components/button'
import { OriginChip } from '@/components/origin-chip'
import { PageShell } from '@/components/page-shell'
import { SiteHeader } from '@/components/site-header'
import { dashboardConfig } from '@/lib/config/dashboard'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  const { dashboardOrigin, apiOrigin } = dashboardConfig()
  return (
    <PageShell header={<SiteHeader />}>
      <div className="max-w-xl py-20">
        <p className="font-mono text-muted text-sm">404</p>
        <h1 className="mt-2 font-semibold text-xl">There is no such page here</h1>
        <p className="mt-3 text-muted">
          <OriginChip side="dashboard" origin={dashboardOrigin} className="align-middle" /> serves pages. API
          routes are on <OriginChip side="api" origin={apiOrigin} className="align-middle" /> and nowhere
          else.
        </p>
        <ButtonLink className="mt-8" href="/">
          To the start
        </ButtonLink>
      </div>
    </PageShell>
  )
}
