import clsx from 'clsx'
import { CircleAlert, Info } from 'lucide-react'
import type { ReactNode } from 'react'

const tones = {
  info: { box: 'border-line bg-sunken', icon: Info, ink: 'text-muted' },
  danger: { box: 'border-danger/35 bg-danger-soft', icon: CircleAlert, ink: 'text-danger' },
}

/** Says what happened and what to do next. Screen readers read a failure at once. */
export function Notice({
  tone = 'info',
  title,
  children,
  actions,
}: {
  tone?: keyof typeof tones
  title: string
  children?: ReactNode
  actions?: ReactNode
}) {
  const { box, icon: Icon, ink } = tones[tone]
  return (
    <div
      role={tone === 'danger' ? 'alert' : 'status'}
      className={clsx('flex gap-3 rounded-card border p-4', box)}
    >
      <Icon aria-hidden className={clsx('mt-0.5 size-5 shrink-0', ink)} />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        {children && <div className="mt-1 flex flex-col gap-2 text-ink/85 text-sm">{children}</div>}
        {actions && <div className="mt-3 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  )
}

/** Sets a command that the reader types. */
export function Command({ children }: { children: string }) {
  return (
    <code className="whitespace-nowrap rounded border border-line bg-surface px-1.5 py-0.5 font-mono text-[0.8125rem]">
      {children}
    </code>
  )
}
