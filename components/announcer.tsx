'use client'

import clsx from 'clsx'
import { useEffect, useState } from 'react'

/** The result of the last action: shown for a while, and read out by screen readers wherever the focus is. */
export function Announcer({ text, number }: { text: string; number: number }) {
  const [faded, setFaded] = useState(0)
  useEffect(() => {
    const timer = setTimeout(() => setFaded(number), 6000)
    return () => clearTimeout(timer)
  }, [number])
  const shown = number > faded
  return (
    <div
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 bottom-6 z-20 flex justify-center px-4"
    >
      <p
        key={number}
        className={clsx(
          'rounded-full bg-ink px-4 py-2 font-medium text-paper text-sm shadow-lg transition-opacity duration-300',
          shown ? 'opacity-100' : 'opacity-0',
          text === '' && 'hidden',
        )}
      >
        {shown ? text : ''}
      </p>
    </div>
  )
}
