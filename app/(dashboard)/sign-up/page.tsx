import type { Metadata } from 'next'
import { EntryPage } from '@/components/entry-page'
import { SignUpForm } from './sign-up-form'

export const metadata: Metadata = { title: 'Create an account' }

export default function SignUpPage() {
  return (
    <EntryPage
      title="Create an account"
      calls={[
        { line: 'POST /api/users', note: 'JSON from another origin: the browser asks the API first' },
        { line: 'POST /api/auth/callback/credentials', note: 'signs the new user in; the cookie comes back' },
        { line: 'GET /api/auth/session', note: 'proof that this browser kept the cookie' },
      ]}
    >
      <SignUpForm />
    </EntryPage>
  )
}
