'use client'

import { recordExchange, TeachingProvider } from '@lab/teaching'
import { QueryClientProvider } from '@tanstack/react-query'
import { ThemeProvider } from 'next-themes'
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react'
import { createClient } from '@/lib/client'
import { authorization } from '@/lib/client/page-token'
import { AppContext, type AppSettings } from '@/lib/client/react/app'
import { createSessionLife } from '@/lib/client/react/session-life'
import { Announcer } from './announcer'

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
  const [message, setMessage] = useState({ text: '', number: 0 })
  const announce = useCallback(
    (text: string) => setMessage(({ number }) => ({ text, number: number + 1 })),
    [],
  )

  const { dashboardOrigin, apiOrigin, topology } = settings
  const app = useMemo(
    () => ({
      dashboardOrigin,
      apiOrigin,
      topology,
      client: createClient({
        apiOrigin,
        authorization: () => authorization(apiOrigin),
        onCall: recordExchange,
      }),
      life,
      announce,
    }),
    [dashboardOrigin, apiOrigin, topology, life, announce],
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
          <TeachingProvider deployment={settings} announce={announce}>
            {children}
          </TeachingProvider>
          <Announcer text={message.text} number={message.number} />
        </AppContext>
      </QueryClientProvider>
    </ThemeProvider>
  )
}
