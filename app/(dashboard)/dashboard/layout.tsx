import type { ReactNode } from 'react'
import { PageShell } from '@/components/page-shell'
import { AccountHeader } from './account-header'
import { SignedInOnly } from './signed-in-only'

export default function DashboardLayout({ children }: { children: ReactNode }) {
  return (
    <PageShell header={<AccountHeader />}>
      <SignedInOnly>{children}</SignedInOnly>
    </PageShell>
  )
}
