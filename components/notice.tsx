import clsx from 'clsx'
import { CircleAlert, CircleCheck, Info } from 'lucide-react'
import type { ReactNode, Ref } from 'react'

const tones = {
  info: { box: 'border-line bg-sunken', icon: Info, ink: 'text-muted' },
  success: { box: 'border-line bg-sunken', icon: CircleCheck, ink: 'text-ink' },
  danger: { box: 'border-danger/35 bg-danger-soft', icon: CircleAlert, ink: 'text-danger' },
}

/** Says what happened and what to do next. Failures are read out at once; the rest waits for its turn. */
export function Notice({
  tone = 'info',
  title,
  children,
  actions,
  ref,
}: {
  tone?: keyof typeof tones
  title: string
  children?: ReactNode
  actions?: ReactNode
  ref?: Ref<HTMLDivElement>
}) {
  const { box, icon: Icon, ink } = tones[tone]
  return (
    <div
      ref={ref}
      tabIndex={-1}
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

/** A command to type. */
export function Command({ children }: { children: string }) {
  return (
    <code className="whitespace-nowrap rounded border border-line bg-surface px-1.5 py-0.5 font-mono text-[0.8125rem]">
      {children}
    </code>
  )
}
