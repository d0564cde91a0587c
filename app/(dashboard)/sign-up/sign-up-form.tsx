'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { Button, ButtonLink } from '@/components/button'
import { FailureNotice } from '@/components/failure-notice'
import { PasswordField, TextField } from '@/components/field'
import { LostSessionNotice } from '@/components/lost-session-notice'
import { Notice } from '@/components/notice'
import { useSend } from '@/lib/client/react/answers'
import { useForm } from '@/lib/client/react/form'
import { useSession, useSignIn } from '@/lib/client/react/queries'
import { longestDisplayName } from '@/lib/contract/lengths'

const fields = () => import('@/lib/contract/users').then(({ signUp }) => signUp)

export function SignUpForm() {
  const router = useRouter()
  const session = useSession()
  const signIn = useSignIn()
  const makeAccount = useSend('users', 'POST')
  const form = useForm(fields, async (account) => {
    await makeAccount.mutateAsync({ body: account })
    // A failure of the second call is told apart from one of the first: the account is made.
    return signIn.mutateAsync(account).catch((error: Error) => error)
  })

  const sessionId = session.data?.sessionId
  useEffect(() => {
    if (sessionId !== undefined) router.replace('/dashboard')
  }, [sessionId, router])

  if (form.status === 'done' && form.result === null && !session.data) {
    return <LostSessionNotice onRetry={() => void session.refetch()} retrying={session.isFetching} />
  }
  if (form.result instanceof Error) {
    return <AccountWithoutSession failure={form.result} />
  }
  return (
    <form {...form.props} className="flex flex-col gap-5">
      {form.failure && <FailureNotice error={form.failure} what="Your account could not be made" />}
      <TextField
        label="Username"
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        hint="3 to 32 characters: a–z, 0–9, and single hyphens between them."
        error={form.errors.username}
      />
      <TextField
        label="Display name (optional)"
        name="displayName"
        autoComplete="name"
        maxLength={longestDisplayName}
        error={form.errors.displayName}
      />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="new-password"
        hint="At least 8 characters. Long beats complicated."
        error={form.errors.password}
      />
      <Button type="submit" pending={form.pending}>
        Create account
      </Button>
      <p className="text-muted text-sm">
        Have one already?{' '}
        <Link className="text-ink underline underline-offset-4" href="/sign-in">
          Sign in
        </Link>
      </p>
    </form>
  )
}

/** Says that the account is made, although the sign-in after it failed. */
function AccountWithoutSession({ failure }: { failure: Error }) {
  return (
    <div className="flex flex-col gap-4">
      <Notice
        tone="success"
        title="Your account is made"
        actions={
          <ButtonLink size="sm" href="/sign-in">
            Go to sign-in
          </ButtonLink>
        }
      >
        <p>Only signing you in did not work yet.</p>
      </Notice>
      <FailureNotice error={failure} what="You could not be signed in" />
    </div>
  )
}
