'use client'

import { createContext, use } from 'react'
import type { Topology } from '@/lib/config/site'
import type { ApiClient } from '../client'
import type { SessionLife } from './session-life'

/** Holds what the server told this page when it rendered it. */
export interface AppSettings {
  dashboardOrigin: string
  apiOrigin: string
  topology: Topology
}

/** Everything that the components of a page share. */
export interface App extends AppSettings {
  client: ApiClient
  life: SessionLife
  /** Says a result to everyone, screen readers included. */
  announce: (message: string) => void
}

export const AppContext = createContext<App | null>(null)

export function useApp(): App {
  const app = use(AppContext)
  if (app === null) throw new Error('useApp needs an AppProvider above it.')
  return app
}
