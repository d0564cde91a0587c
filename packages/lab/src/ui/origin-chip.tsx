import clsx from 'clsx'

/** Shows an origin whole, port included, in the colour of its side. */
export function OriginChip({
  side,
  origin,
  className,
}: {
  side: 'dashboard' | 'api'
  origin: string
  className?: string
}) {
  return (
    <span
      className={clsx(
        'inline-flex min-w-0 max-w-full items-center gap-1.5 rounded-2xl px-2.5 py-0.5 font-mono text-xs',
        side === 'dashboard' ? 'bg-dashboard-soft text-dashboard' : 'bg-api-soft text-api',
        className,
      )}
    >
      <OriginMark side={side} />
      <span className="min-w-0 break-all">{origin}</span>
    </span>
  )
}

/** Marks a side by shape as well as by colour: a square for the dashboard, a disc for the API. */
export function OriginMark({ side }: { side: 'dashboard' | 'api' }) {
  return (
    <span
      aria-hidden
      className={clsx(
        'size-2 shrink-0',
        side === 'dashboard' ? 'rounded-[2px] bg-dashboard' : 'rounded-full bg-api',
      )}
    />
  )
}
