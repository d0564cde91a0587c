import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { NavLink, PageShell } from '@/components/page-shell'
import { SiteHeader } from '@/components/site-header'
import './lab.css'

export const metadata: Metadata = { title: { default: 'Lab', template: '%s · Lab · next-cross-origin' } }

export default function LabLayout({ children }: { children: ReactNode }) {
  return (
    <PageShell header={<SiteHeader />}>
      <nav aria-label="Lab" className="-mx-3 flex gap-1 overflow-x-auto py-3">
        <NavLink href="/lab">Scenarios</NavLink>
        <NavLink href="/lab/same-origin">Same origin?</NavLink>
        <NavLink href="/lab/your-request">Your own request</NavLink>
      </nav>
      <div className="pt-4 sm:pt-8">{children}</div>
    </PageShell>
  )
}
