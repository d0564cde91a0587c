import type { ReactNode } from 'react'
import type { FinishedCall } from '@/lib/client'
import type { AppSettings } from '@/lib/client/react/app'

/* The slot `@lab/teaching` of a build without the bench: pages show the product alone. */

interface ProviderProps {
  deployment: AppSettings
  announce: (message: string) => void
  children: ReactNode
}

export function TeachingProvider({ children }: ProviderProps): ReactNode {
  return children
}

/** Takes note of a finished call, for the panel of calls. */
export const recordExchange: ((call: FinishedCall) => void) | undefined = undefined

interface TeachingProps {
  panel: 'navigation' | 'home' | 'calls' | 'form' | 'footer'
  calls?: readonly { readonly line: string; readonly note: string }[]
}

/** Leaves a place of a product page empty. */
export function Teaching(_props: TeachingProps): ReactNode {
  return null
}
