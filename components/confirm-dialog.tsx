'use client'

import { AlertDialog } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { Button } from './button'

/**
 * Asks before something that cannot be taken back. The backdrop is ours, not Radix's overlay: that one locks scrolling
 * by injecting a style element, which the Content-Security-Policy refuses.
 */
export function ConfirmDialog({
  trigger,
  title,
  children,
  action,
  onConfirm,
}: {
  trigger: ReactNode
  title: string
  children: ReactNode
  action: string
  onConfirm: () => void
}) {
  const [open, setOpen] = useState(false)
  return (
    <AlertDialog.Root open={open} onOpenChange={setOpen}>
      <AlertDialog.Trigger asChild>{trigger}</AlertDialog.Trigger>
      <AlertDialog.Portal>
        <div aria-hidden className="fixed inset-0 z-30 bg-black/50" />
        <AlertDialog.Content className="fixed inset-x-4 top-1/2 z-30 mx-auto max-w-md -translate-y-1/2 rounded-card border border-line bg-surface p-6 shadow-xl">
          <AlertDialog.Title className="font-semibold text-lg">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 text-muted text-sm">{children}</AlertDialog.Description>
          <div className="mt-6 flex flex-wrap justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button variant="secondary">Cancel</Button>
            </AlertDialog.Cancel>
            <AlertDialog.Action asChild>
              <Button variant="danger" onClick={onConfirm}>
                {action}
              </Button>
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
