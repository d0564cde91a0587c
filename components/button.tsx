import clsx from 'clsx'
import { LoaderCircle } from 'lucide-react'
import Link from 'next/link'
import type { ComponentProps } from 'react'

const variants = {
  primary: 'bg-ink text-paper hover:bg-ink/85',
  secondary: 'border border-control/60 bg-surface text-ink hover:border-control hover:bg-sunken',
  danger: 'border border-danger/50 bg-surface text-danger hover:bg-danger-soft',
  ghost: 'text-muted hover:bg-sunken hover:text-ink',
}

interface ButtonProps extends ComponentProps<'button'> {
  variant?: keyof typeof variants
  size?: 'sm' | 'md'
  /** Shows that the work is under way. The button stays focusable, so that the keyboard does not lose its place. */
  pending?: boolean
}

const shape = (variant: keyof typeof variants, size: 'sm' | 'md') =>
  clsx(
    'inline-flex shrink-0 items-center justify-center gap-2 whitespace-nowrap rounded-control font-medium text-sm transition-colors',
    size === 'sm' ? 'h-8 px-3' : 'h-10 px-4',
    variants[variant],
  )

export function Button({
  variant = 'primary',
  size = 'md',
  pending = false,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={pending || undefined}
      onClick={(event) => (pending ? event.preventDefault() : onClick?.(event))}
      className={clsx(shape(variant, size), pending && 'cursor-progress opacity-70', className)}
    >
      {pending && <LoaderCircle aria-hidden className="size-4 motion-safe:animate-spin" />}
      {children}
    </button>
  )
}

/** Sends the form that it ends. As wide as its text. */
export function SubmitButton(props: Omit<ButtonProps, 'type' | 'className'>) {
  return <Button {...props} type="submit" className="self-start" />
}

/** A link that looks like a button. */
export function ButtonLink({
  variant = 'primary',
  size = 'md',
  className,
  ...link
}: ComponentProps<typeof Link> & Pick<ButtonProps, 'variant' | 'size'>) {
  return <Link {...link} className={clsx(shape(variant, size), className)} />
}
