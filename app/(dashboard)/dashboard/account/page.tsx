import type { Metadata } from 'next'
import { PageHeading } from '@/components/page-shell'
import { PasswordForm } from './password-form'

export const metadata: Metadata = { title: 'Account' }

export default function AccountPage() {
  return (
    <>
      <PageHeading title="Account">Your password, and what changing it does.</PageHeading>
      <div className="mt-8 max-w-xl">
        <PasswordForm />
      </div>
    </>
  )
}
