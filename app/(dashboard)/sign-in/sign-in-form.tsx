'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { Button } from '@/components/button'
import { FailureNotice } from '@/components/failure-notice'
import { PasswordField, TextField } from '@/components/field'
import { LostSessionNotice } from '@/components/lost-session-notice'
import { Notice } from '@/components/notice'
import { ApiError } from '@/lib/client'
import { useApp } from '@/lib/client/react/app'
import { useForm } from '@/lib/client/react/form'
import { useSession, useSignIn } from '@/lib/client/react/queries'

const fields = () => import('@/lib/contract/auth').then(({ credentials }) => credentials)

/** `next` is a path of this dashboard; `ended` says that a session was refused on the way here. */
export function SignInForm({ next, ended }: { next: string; ended: boolean }) {
  const router = useRouter()
  const { life } = useApp()
  const session = useSession()
  const signIn = useSignIn()
  const form = useForm(fields, ({ username, password }) =>
    signIn.mutateAsync({ username: username.trim(), password, next }),
  )

  // Already signed in, perhaps in another tab? Leave this page. A session that the API refused a moment ago does not
  // count: its cookie may still look good, and the two pages would send the person back and forth.
  const sessionId = session.data?.sessionId
  useEffect(() => {
    if (sessionId !== undefined && sessionId !== life.ended().sessionId) router.replace(next)
  }, [sessionId, life, next, router])

  const isWrong = form.failure instanceof ApiError && form.failure.kind === 'invalid_credentials'
  const lost = form.status === 'done' && form.result === null && !session.data
  return (
    <form {...form.props} className="flex flex-col gap-5">
      {lost ? (
        <LostSessionNotice onRetry={() => void session.refetch()} retrying={session.isFetching} />
      ) : form.failure && !isWrong ? (
        <FailureNotice error={form.failure} what="You could not be signed in" />
      ) : session.error && !form.pending ? (
        <SessionFailure session={session} />
      ) : ended && form.status === 'idle' ? (
        <Notice title="Your session has ended">
          <p>Sign in again and you are back where you were.</p>
        </Notice>
      ) : null}
      <TextField
        label="Username"
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        error={form.errors.username}
      />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="current-password"
        error={form.errors.password ?? (isWrong ? 'Wrong username or password.' : null)}
      />
      <Button type="submit" pending={form.pending}>
        Sign in
      </Button>
      <p className="text-muted text-sm">
        No account yet?{' '}
        <Link className="text-ink underline underline-offset-4" href="/sign-up">
          Create one
        </Link>
      </p>
    </form>
  )
}

function SessionFailure({ session }: { session: ReturnType<typeof useSession> }) {
  return (
    session.error && (
      <FailureNotice
        error={session.error}
        what="You cannot be signed in now"
        onRetry={() => void session.refetch()}
        retrying={session.isFetching}
      />
    )
  )
}
