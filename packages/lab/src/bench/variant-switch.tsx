import clsx from 'clsx'
import type { VariantName } from '../types.ts'

const variants = [
  { value: 'broken', label: 'Broken' },
  { value: 'fixed', label: 'With the fix' },
] as const

/** Chooses between the broken exchange and the one with the fix. */
export function VariantSwitch({
  variant,
  onChange,
  name = 'variant',
}: {
  variant: VariantName
  onChange: (variant: VariantName) => void
  /** Sets the switches of one page apart. */
  name?: string
}) {
  return (
    <fieldset className="inline-flex rounded-control border border-control/60 bg-surface p-1">
      <legend className="sr-only">Which exchange to run</legend>
      {variants.map(({ value, label }) => (
        <label
          key={value}
          className={clsx(
            'inline-flex h-8 cursor-pointer items-center rounded-md px-3 font-medium text-muted text-sm hover:text-ink',
            // Where colours are forced, the background of the chosen one is gone.
            'forced-colors:has-checked:underline forced-colors:has-checked:underline-offset-4',
            'has-checked:bg-ink has-checked:text-paper has-focus-visible:outline-2 has-focus-visible:outline-dashboard has-focus-visible:outline-offset-2',
          )}
        >
          <input
            type="radio"
            name={name}
            value={value}
            checked={variant === value}
            onChange={() => onChange(value)}
            className="sr-only"
          />
          {label}
        </label>
      ))}
    </fieldset>
  )
}
