'use client'

import { QueryClientProvider } from '@tanstack/react-query'
import { ThemeProvider } from 'next-themes'
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from 'react'
import { type ApiClient, createClient } from '@/lib/client'
import type { Topology } from '@/lib/config/site'
import { Announcer } from './announcer'
import { createSessionLife, type SessionLife } from './session-life'
import { createWire, type Wire } from './wire'

/** What the server told this page when it rendered it. */
export interface AppSettings {
  dashboardOrigin: string
  apiOrigin: string
  topology: Topology
  lab: boolean
}

interface App extends AppSettings {
  client: ApiClient
  life: SessionLife
  wire: Wire
  /** Says a result to everyone, screen readers included. */
  announce: (message: string) => void
}

const AppContext = createContext<App | null>(null)

export function useApp(): App {
  const app = use(AppContext)
  if (app === null) throw new Error('useApp needs an AppProvider above it')
  return app
}

/**
 * The script that sets the theme before the first paint belongs to the server's HTML. Rendered again in the browser it
 * would not run, which React reports as a mistake unless the script says that it is only data there.
 */
const themeScript = { type: typeof window === 'undefined' ? 'text/javascript' : 'text/plain' }

/** The theme, the API client and the session's life, for every page. `nonce` admits the theme's inline script. */
export function AppProvider({
  settings,
  nonce,
  children,
}: {
  settings: AppSettings
  nonce: string | undefined
  children: ReactNode
}) {
  const [life] = useState(createSessionLife)
  const [wire] = useState(createWire)
  const [message, setMessage] = useState({ text: '', number: 0 })
  const announce = useCallback(
    (text: string) => setMessage(({ number }) => ({ text, number: number + 1 })),
    [],
  )

  const { dashboardOrigin, apiOrigin, topology, lab } = settings
  const app = useMemo(
    () => ({
      dashboardOrigin,
      apiOrigin,
      topology,
      lab,
      client: createClient({ apiOrigin, onExchange: wire.record }),
      life,
      wire,
      announce,
    }),
    [dashboardOrigin, apiOrigin, topology, lab, life, wire, announce],
  )

  useEffect(() => life.listen(), [life])

  return (
    <ThemeProvider
      attribute="data-theme"
      disableTransitionOnChange
      scriptProps={themeScript}
      {...(nonce === undefined ? {} : { nonce })}
    >
      <QueryClientProvider client={life.queryClient}>
        <AppContext value={app}>
          {children}
          <Announcer text={message.text} number={message.number} />
        </AppContext>
      </QueryClientProvider>
    </ThemeProvider>
  )
}
