import type { Metadata } from 'next'
import { TopologyView } from '../topology/topology-view.tsx'
import { PageHeading } from '../ui/page-heading.tsx'

export const metadata: Metadata = {
  title: 'Cookies between two origins',
  description:
    'How the dashboard’s origin and the API’s relate in this deployment, which cookie attributes follow, and what each browser does with them.',
}

/** Explains the topology of this deployment. */
export default function TopologyPage() {
  return (
    <>
      <PageHeading title="Cookies between two origins">
        Cookies that work on localhost and not between two deployed hosts are what people report most. The
        relation of the two origins decides which attributes a session cookie needs.
      </PageHeading>
      <TopologyView />
    </>
  )
}
