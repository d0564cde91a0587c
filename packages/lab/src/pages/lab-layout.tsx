import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { LabTabs } from '../bench/lab-tabs.tsx'
import '../lab.css'
import { BenchShell } from '../ui/shell.tsx'
import { metadataBase } from './metadata-base.ts'

export const generateMetadata = (): Metadata => ({
  title: { default: 'Lab', template: '%s · Lab · next-cross-origin' },
  metadataBase: metadataBase(),
})

/** Frames the lessons and the two tools of the lab. */
export default function LabLayout({ children }: { children: ReactNode }) {
  return (
    <BenchShell>
      <LabTabs />
      {children}
    </BenchShell>
  )
}
