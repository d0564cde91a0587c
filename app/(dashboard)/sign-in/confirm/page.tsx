import type { Metadata } from 'next'
import { EntryPage } from '@/components/entry-page'
import { ConfirmAddress } from './confirm-address'

export const metadata: Metadata = { title: 'Confirm your e-mail address' }

export default function ConfirmPage() {
  return (
    <EntryPage
      title="Confirm your e-mail address"
      calls={[
        { line: 'POST /api/auth/mail/confirmation', note: 'sent when you press the button, not by opening' },
      ]}
    >
      <ConfirmAddress />
    </EntryPage>
  )
}
