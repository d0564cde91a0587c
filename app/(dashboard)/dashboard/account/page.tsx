import type { Metadata } from 'next'
import { PageHeading } from '@/components/page-shell'
import { EmailCard } from './email-card'
import { LinkedAccounts } from './linked-accounts'
import { Passkeys } from './passkeys'
import { PasswordCard } from './password-form'
import { RecentActivity } from './recent-activity'
import { Tokens } from './tokens'

export const metadata: Metadata = { title: 'Account' }

export default function AccountPage() {
  return (
    <>
      <PageHeading title="Account">How you sign in.</PageHeading>
      <div className="mt-8 flex max-w-xl flex-col gap-6">
        <PasswordCard />
        <EmailCard />
        <Passkeys />
        <LinkedAccounts />
        <Tokens />
        <RecentActivity />
      </div>
    </>
  )
}
