'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useApp } from '@/components/app-provider'
import { Button } from '@/components/button'
import { FailureNotice } from '@/components/failure-notice'
import { PasswordField, TextField } from '@/components/field'
import { LostSessionNotice } from '@/components/lost-session-notice'
import { Notice } from '@/components/notice'
import { useSession, useSignIn } from '@/components/queries'
import { ApiError } from '@/lib/client'

/** `next` is a path of this dashboard; `ended` says that a session was refused on the way here. */
export function SignInForm({ next, ended }: { next: string; ended: boolean }) {
  const router = useRouter()
  const { life } = useApp()
  const session = useSession()
  const signIn = useSignIn()
  const form = useRef<HTMLFormElement>(null)
  const [missing, setMissing] = useState<{ username?: string; password?: string }>({})

  // Who is signed in already, here or by another tab, has no business here. A session that the API refused a moment ago
  // does not count: its cookie may still look good, and the two pages would send the person back and forth.
  const sessionId = session.data?.sessionId
  useEffect(() => {
    if (sessionId !== undefined && sessionId !== life.ended().sessionId) router.replace(next)
  }, [sessionId, life, next, router])

  const isWrong = signIn.error instanceof ApiError && signIn.error.kind === 'invalid_credentials'
  useEffect(() => {
    if (isWrong) form.current?.querySelector<HTMLInputElement>('[name=password]')?.select()
  }, [isWrong])

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (signIn.isPending) return
    const data = new FormData(event.currentTarget)
    const username = String(data.get('username')).trim()
    const password = String(data.get('password'))
    const found = {
      ...(username === '' ? { username: 'Enter your username.' } : {}),
      ...(password === '' ? { password: 'Enter your password.' } : {}),
    }
    setMissing(found)
    const [first] = Object.keys(found)
    if (first !== undefined) {
      event.currentTarget.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus()
      return
    }
    signIn.mutate({ username, password })
  }

  const lost = signIn.isSuccess && signIn.data === null && !session.data
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-5">
      {lost ? (
        <LostSessionNotice onRetry={() => void session.refetch()} retrying={session.isFetching} />
      ) : signIn.error && !isWrong ? (
        <FailureNotice error={signIn.error} what="You could not be signed in" />
      ) : session.error && !signIn.isPending ? (
        <FailureNotice
          error={session.error}
          what="You cannot be signed in now"
          onRetry={() => void session.refetch()}
          retrying={session.isFetching}
        />
      ) : ended && signIn.isIdle ? (
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
        error={missing.username}
      />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="current-password"
        error={missing.password ?? (isWrong ? 'Wrong username or password.' : null)}
      />
      <Button type="submit" pending={signIn.isPending}>
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
