import type { ReactNode } from 'react'
import { SignedInOnly } from './signed-in-only'

export default function DashboardLayout({ children }: { children: ReactNode }) {
  return <SignedInOnly>{children}</SignedInOnly>
}
