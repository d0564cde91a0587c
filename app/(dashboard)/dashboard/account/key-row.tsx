import type { ReactNode } from 'react'
import { Button } from '@/components/button'

/** Shows one key to the account, such as a passkey or a token, with the button that ends it. */
export function KeyRow({
  name,
  verb,
  onEnd,
  children,
}: {
  name: string
  /** Says what the button does: "Remove". */
  verb: string
  onEnd: () => void
  children: ReactNode
}) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-4">
      <div className="min-w-0">
        <p className="break-words font-medium">{name}</p>
        <p className="text-muted text-sm">{children}</p>
      </div>
      <Button variant="secondary" size="sm" aria-label={`${verb} ${name}`} onClick={onEnd}>
        {verb}
      </Button>
    </li>
  )
}
