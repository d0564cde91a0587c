'use client'

import { type ReactNode, useId, useRef } from 'react'
import { Button } from './button'

interface ConfirmDialogProps {
  /** The text of the button that opens it. */
  trigger: string
  /** Describes what a screen reader says of that button, where its text alone does not tell it from its neighbours. */
  label?: string
  size?: 'sm' | 'md'
  /** Tells whether what was confirmed is under way. */
  pending: boolean
  title: string
  children: ReactNode
  action: string
  onConfirm: () => void
}

/**
 * Asks before something that cannot be taken back. The platform's own modal: the rest of the page is inert, Escape
 * closes it, the focus returns to the trigger, and no style is injected that the Content-Security-Policy would refuse.
 */
export function ConfirmDialog({
  trigger,
  label,
  size = 'md',
  pending,
  title,
  children,
  action,
  onConfirm,
}: ConfirmDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  return (
    <>
      <Button
        variant="danger"
        size={size}
        aria-label={label}
        pending={pending}
        onClick={() => dialog.current?.showModal()}
      >
        {trigger}
      </Button>
      <dialog
        ref={dialog}
        role="alertdialog"
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-text`}
        className="m-auto w-[calc(100%-2.5rem)] max-w-md rounded-card border border-line bg-surface p-6 text-ink shadow-xl backdrop:bg-black/50"
      >
        <h2 id={`${id}-title`} className="font-semibold text-lg">
          {title}
        </h2>
        <p id={`${id}-text`} className="mt-2 text-muted text-sm">
          {children}
        </p>
        <div className="mt-6 flex flex-wrap justify-end gap-2">
          <Button variant="secondary" onClick={() => dialog.current?.close()}>
            Cancel
          </Button>
          <Button
            variant="danger"
            onClick={() => {
              dialog.current?.close()
              onConfirm()
            }}
          >
            {action}
          </Button>
        </div>
      </dialog>
    </>
  )
}
