import type { ReactNode } from 'react'

/** Heads a page of the bench: its title, and one paragraph on what the page is for. */
export function PageHeading({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="max-w-2xl">
      <h1 className="text-balance font-semibold text-xl">{title}</h1>
      <p className="mt-2 text-muted">{children}</p>
    </div>
  )
}
