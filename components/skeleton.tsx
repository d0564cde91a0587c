import clsx from 'clsx'
import type { ReactNode } from 'react'

/** One grey shape where something will be. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={clsx('block rounded bg-line motion-safe:animate-pulse', className)} />
}

/** A card before its content is known. */
export function CardSkeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div aria-hidden className="rounded-card border border-line bg-surface p-5 sm:p-6">
      <div className="flex items-center gap-4">
        <Skeleton className="size-12 rounded-full" />
        <div className="flex flex-1 flex-col gap-2.5">
          <Skeleton className="h-4 w-2/5" />
          <Skeleton className="h-3 w-1/4" />
        </div>
      </div>
      <div className="mt-6 flex flex-col gap-3">
        {Array.from({ length: lines }, (_, line) => `line-${line}`).map((line) => (
          <Skeleton key={line} className="h-3 w-full last:w-3/5" />
        ))}
      </div>
    </div>
  )
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
