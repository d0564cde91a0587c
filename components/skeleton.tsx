import clsx from 'clsx'
import type { ReactNode } from 'react'

/** One grey shape where something will be. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={clsx('block motion-safe:animate-pulse rounded bg-line', className)} />
}

/** Shapes under one spoken label. */
export function Loading({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div role="status" aria-busy="true">
      <span className="sr-only">{label}</span>
      {children}
    </div>
  )
}
