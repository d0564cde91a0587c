import clsx from 'clsx'

/** A change as code. Each line begins with `+`, `-` or a space, and is read out as added or removed. */
export function Code({ label, text }: { label: string; text: string }) {
  return (
    <figure className="overflow-hidden rounded-card border border-line bg-surface">
      <figcaption className="border-line border-b px-4 py-2 text-muted text-xs">{label}</figcaption>
      <pre className="whitespace-pre-wrap break-words py-3 font-mono text-xs leading-6">
        {text.split('\n').map((line) => {
          const sign = line.slice(0, 1)
          return (
            <code
              key={line}
              className={clsx(
                'block px-4',
                sign === '+' && 'bg-sunken font-medium text-ink',
                sign === '-' && 'text-muted line-through decoration-danger/70',
              )}
            >
              <span className="sr-only">{sign === '+' ? 'Added: ' : sign === '-' ? 'Removed: ' : ''}</span>
              <span aria-hidden className={clsx('mr-3 select-none', sign === '-' && 'text-danger')}>
                {sign === '-' ? '−' : sign}
              </span>
              {line.slice(1)}
            </code>
          )
        })}
      </pre>
    </figure>
  )
}
