import clsx from 'clsx'
import type { ReactNode } from 'react'

/** A titled surface. `aside` stands at the right of the title. */
export function Card({
  title,
  description,
  aside,
  children,
  className,
}: {
  title?: string
  description?: ReactNode
  aside?: ReactNode
  children: ReactNode
  className?: string
}) {
  return (
    <section className={clsx('rounded-card border border-line bg-surface', className)}>
      {title && (
        <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 px-5 pt-5 sm:px-6 sm:pt-6">
          <div>
            <h2 className="font-semibold text-lg">{title}</h2>
            {description && <p className="mt-1 text-muted text-sm">{description}</p>}
          </div>
          {aside}
        </header>
      )}
      <div className="p-5 sm:p-6">{children}</div>
    </section>
  )
}
