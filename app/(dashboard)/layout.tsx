import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { preconnect } from 'react-dom'
import { AppProvider } from '@/components/app-provider'
import { PageShell } from '@/components/page-shell'
import { brand } from '@/lib/brand'
import { dashboardConfig } from '@/lib/config/dashboard'
import { topologyOf } from '@/lib/config/site'
import { Header } from './header'
import './globals.css'

/** The logo's two shapes. A data URL, because a file in this folder would be served by the API too. */
const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 28 28'%3E%3Cpath d='M5 14C8 4 20 4 23 14' fill='none' stroke='%23808694' stroke-width='2' stroke-linecap='round'/%3E%3Crect y='13' width='10' height='10' rx='2.5' fill='%232f55f0'/%3E%3Ccircle cx='23' cy='18' r='5' fill='%23e8711a'/%3E%3C/svg%3E"

export const metadata: Metadata = {
  title: { default: brand.name, template: `%s · ${brand.name}` },
  description: brand.description,
  icons: { icon },
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#15171b' },
  ],
}

/** Asking for the request's headers keeps every page dynamic: its nonce and its origins belong to this request. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined
  const { dashboardOrigin, apiOrigin } = dashboardConfig()
  const topology = topologyOf(apiOrigin, [dashboardOrigin])
  // With credentials, because a connection without them is another one (Fetch § 2.6).
  preconnect(apiOrigin, { crossOrigin: 'use-credentials' })
  return (
    <html lang="en" suppressHydrationWarning>
      <body>
        <AppProvider nonce={nonce} settings={{ dashboardOrigin, apiOrigin, topology }}>
          <noscript>
            <p className="bg-danger-soft p-4 text-center">
              This dashboard needs JavaScript, because your browser calls the API itself.
            </p>
          </noscript>
          <PageShell header={<Header />}>{children}</PageShell>
        </AppProvider>
      </body>
    </html>
  )
}
