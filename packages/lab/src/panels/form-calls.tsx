'use client'

import { useDeployment } from '../ui/bench-context.tsx'
import { OriginChip } from '../ui/origin-chip.tsx'

/** Lists the calls that a form makes across origins, beside the form. */
export function FormCalls({ calls }: { calls: readonly { readonly line: string; readonly note: string }[] }) {
  const { apiOrigin } = useDeployment()
  return (
    <aside className="self-start border-line border-t pt-8 md:border-t-0 md:border-l md:py-2 md:pl-10">
      <h2 className="font-medium text-sm">What this form sends</h2>
      <p className="mt-2">
        <OriginChip side="api" origin={apiOrigin} />
      </p>
      <ol className="mt-6 flex flex-col gap-5">
        {calls.map(({ line, note }) => (
          <li key={line}>
            <p className="break-words font-mono text-dashboard text-xs">{line}</p>
            <p className="mt-1 text-muted text-sm">{note}</p>
          </li>
        ))}
      </ol>
    </aside>
  )
}
