import type { Metadata } from 'next'
import { EntryPage } from '@/components/entry-page'
import { Outbox } from './outbox'

export const metadata: Metadata = { title: 'Outbox' }

export default function OutboxPage() {
  return (
    <EntryPage
      title="Outbox"
      calls={[{ line: 'GET /api/auth/outbox', note: 'mails that would have left; in development only' }]}
    >
      <Outbox />
    </EntryPage>
  )
}
