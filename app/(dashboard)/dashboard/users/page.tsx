import type { Metadata } from 'next'
import { PageHeading } from '@/components/page-shell'
import { UsersView } from './users-view'

export const metadata: Metadata = { title: 'Users' }

export default function UsersPage() {
  return (
    <>
      <PageHeading title="Users">What each user may do. For administrators.</PageHeading>
      <div className="mt-8">
        <UsersView />
      </div>
    </>
  )
}
