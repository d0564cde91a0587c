import type { ReactNode } from 'react'
import { BenchShell } from '../ui/shell.tsx'

/** Frames the pages of the bench that stand on their own. */
export default function BenchLayout({ children }: { children: ReactNode }) {
  return <BenchShell>{children}</BenchShell>
}
