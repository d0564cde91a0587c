import type { BrowserEngine } from '@next-cross-origin/browser'
import { useSyncExternalStore } from 'react'
import { engineOf } from '../engine.ts'

/** Names the engines as their users know them. */
export const engineNames: Readonly<Record<BrowserEngine, string>> = {
  chromium: 'Chrome, Edge',
  firefox: 'Firefox',
  webkit: 'Safari',
}

const subscribeToNothing = () => () => {}
const everyEngine: readonly BrowserEngine[] = ['chromium', 'firefox', 'webkit']

/** Returns the engines with the reader's own first; the server, which does not know it, begins with Chromium. */
export function useEngines(): readonly BrowserEngine[] {
  const own = useSyncExternalStore(
    subscribeToNothing,
    () => engineOf(navigator.userAgent),
    () => 'chromium' as const,
  )
  return [...everyEngine].sort((a, b) => Number(b === own) - Number(a === own))
}
