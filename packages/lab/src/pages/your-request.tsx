import type { Metadata } from 'next'
import { PageHeading } from '../ui/page-heading.tsx'
import { RequestBuilder } from '../your-request/request-builder.tsx'

export const metadata: Metadata = {
  title: 'Your own request',
  description: 'Describe a call, and see what the policy of this API decides about it, header by header.',
}

/** Takes the description of a call, and shows what the policy of this API decides about it. */
export default function YourRequestPage() {
  return (
    <>
      <PageHeading title="Your own request">
        Describe a call from any page in the world. The page sends nothing of it to the described address: the
        model of the browser says which requests would arrive, and the policy that guards this API decides
        about each.
      </PageHeading>
      <RequestBuilder />
    </>
  )
}
