import type { ReactNode, Ref } from 'react'
import { Button } from './button'

/** Shows rows under one another. `ref` lets the focus go to the list when the row that had it is gone. */
export function List({
  label,
  ref,
  children,
}: {
  label: string
  ref?: Ref<HTMLUListElement>
  children: ReactNode
}) {
  return (
    <ul
      ref={ref}
      tabIndex={-1}
      aria-label={label}
      className="divide-y divide-line rounded-card border border-line bg-surface"
    >
      {children}
    </ul>
  )
}

/** Reads one page more of a list, where there is one. */
export function MoreButton({ more }: { more: { read: () => void; pending: boolean } | null }) {
  if (more === null) return null
  return (
    <Button variant="secondary" className="self-start" pending={more.pending} onClick={more.read}>
      Show more
    </Button>
  )
}
