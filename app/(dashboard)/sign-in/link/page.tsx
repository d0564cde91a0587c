import type { Metadata } from 'next'
import { EntryPage } from '@/components/entry-page'
import { safeNextPath } from '@/lib/client'
import { LinkForm } from './link-form'

export const metadata: Metadata = { title: 'Sign in by e-mail' }

type Search = Promise<Record<string, string | string[] | undefined>>

export default async function LinkPage({ searchParams }: { searchParams: Search }) {
  const { next, for: purpose } = await searchParams
  const isReset = purpose === 'reset'
  return (
    <EntryPage
      title={isReset ? 'Choose a new password' : 'Sign in by e-mail'}
      calls={[
        { line: 'POST /api/auth/mail', note: 'the same answer, whether or not an account has the address' },
        { line: 'POST /api/auth/handover', note: 'once the link is opened in this browser' },
      ]}
    >
      <LinkForm
        purpose={isReset ? 'reset' : 'sign-in'}
        next={isReset ? '/dashboard/account' : safeNextPath(typeof next === 'string' ? next : null)}
      />
    </EntryPage>
  )
}
