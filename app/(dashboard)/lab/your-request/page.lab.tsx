import type { Metadata } from 'next'
import { dashboardConfig } from '@/lib/config/dashboard'
import { RequestBuilder } from './request-builder'

export const metadata: Metadata = {
  title: 'Your own request',
  description: 'Describe a call, and see what the policy of this API decides about it, header by header.',
}

export default function YourRequestPage() {
  const { dashboardOrigin, apiOrigin } = dashboardConfig()
  return (
    <>
      <h1 className="font-semibold text-xl">Your own request</h1>
      <p className="mt-2 max-w-2xl text-muted">
        Describe a call from any page in the world. Nothing of it is sent: the model of the browser says which
        requests would arrive, and the policy that guards this API decides about each.
      </p>
      <RequestBuilder dashboardOrigin={dashboardOrigin} apiOrigin={apiOrigin} />
    </>
  )
}
