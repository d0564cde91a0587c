import type { Metadata } from 'next'
import { EntryPage } from '@/components/entry-page'
import { FinishSignIn } from './finish-sign-in'

export const metadata: Metadata = { title: 'Signing in' }

export default function FinishPage() {
  return (
    <EntryPage
      title="Signing in"
      calls={[
        {
          line: 'POST /api/auth/handover',
          note: 'the one-time code and what only this tab knows; the cookie comes back',
        },
        { line: 'GET /api/auth/session', note: 'proof that this browser kept the cookie' },
      ]}
    >
      <FinishSignIn />
    </EntryPage>
  )
}
