import { Teaching } from '@lab/teaching'
import type { ReactNode } from 'react'

/** Frames a form on the way in. A build with the bench lists the calls of the form beside it. */
export function EntryPage({
  title,
  calls,
  children,
}: {
  title: string
  calls: { line: string; note: string }[]
  children: ReactNode
}) {
  return (
    <div className="mx-auto grid max-w-sm gap-x-20 gap-y-12 py-12 sm:py-20 has-[aside]:max-w-4xl md:has-[aside]:grid-cols-2">
      <div>
        <h1 className="mb-7 font-semibold text-xl">{title}</h1>
        {children}
      </div>
      <Teaching panel="form" calls={calls} />
    </div>
  )
}
