import type { Metadata } from 'next'
import { EntryPage } from '@/components/entry-page'
import { safeNextPath } from '@/lib/client'
import { OtherWays } from './other-ways'
import { SignInForm } from './sign-in-form'

export const metadata: Metadata = { title: 'Sign in' }

type Search = Promise<Record<string, string | string[] | undefined>>

export default async function SignInPage({ searchParams }: { searchParams: Search }) {
  const { next, ended } = await searchParams
  const path = safeNextPath(typeof next === 'string' ? next : null)
  return (
    <EntryPage
      title="Sign in"
      calls={[
        { line: 'GET /api/auth/csrf', note: 'a token that ties the form to this browser' },
        {
          line: 'POST /api/auth/callback/credentials',
          note: 'JSON, so the browser asks first; the cookie comes back',
        },
        { line: 'GET /api/auth/session', note: 'proof that this browser kept the cookie' },
      ]}
    >
      <SignInForm next={path} ended={ended !== undefined} />
      <OtherWays next={path} />
    </EntryPage>
  )
}
