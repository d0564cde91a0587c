import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { BenchShell } from '../ui/shell.tsx'
import { metadataBase } from './metadata-base.ts'

export const generateMetadata = (): Metadata => ({ metadataBase: metadataBase() })

/** Frames the pages of the bench that stand on their own. */
export default function BenchLayout({ children }: { children: ReactNode }) {
  return <BenchShell>{children}</BenchShell>
}
