'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Button, ButtonLink } from '@/components/button'
import { FailureNotice } from '@/components/failure-notice'
import { PasswordField, TextField } from '@/components/field'
import { LostSessionNotice } from '@/components/lost-session-notice'
import { Notice } from '@/components/notice'
import { useSession, useSignIn, useSignUp } from '@/components/queries'
import { ApiError } from '@/lib/client'
import { DISPLAY_NAME_MAX, displayNameProblem, passwordProblem, usernameProblem } from '@/lib/client/rules'

type Problems = Readonly<Record<string, string>>

const fieldNames = ['username', 'displayName', 'password']

export function SignUpForm() {
  const router = useRouter()
  const session = useSession()
  const signUp = useSignUp()
  const signIn = useSignIn()
  const form = useRef<HTMLFormElement>(null)
  const [typed, setTyped] = useState<Problems>({})

  const sessionId = session.data?.sessionId
  useEffect(() => {
    if (sessionId !== undefined) router.replace('/dashboard')
  }, [sessionId, router])

  const refused = refusedFields(signUp.error)
  const problems: Problems = Object.keys(typed).length > 0 ? typed : refused
  const firstProblem = fieldNames.find((name) => problems[name] !== undefined)
  useEffect(() => {
    if (firstProblem) form.current?.querySelector<HTMLInputElement>(`[name=${firstProblem}]`)?.focus()
  }, [firstProblem])

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (signUp.isPending || signIn.isPending) return
    const data = new FormData(event.currentTarget)
    const username = String(data.get('username')).trim()
    const displayName = String(data.get('displayName')).trim()
    const password = String(data.get('password'))
    const found = Object.entries({
      username: usernameProblem(username),
      displayName: displayName === '' ? null : displayNameProblem(displayName),
      password: passwordProblem(password),
    }).filter((entry): entry is [string, string] => entry[1] !== null)
    setTyped(Object.fromEntries(found))
    if (found.length > 0) {
      event.currentTarget.querySelector<HTMLInputElement>(`[name=${found[0]?.[0]}]`)?.focus()
      return
    }
    signUp.mutate(
      { username, password, ...(displayName === '' ? {} : { displayName }) },
      { onSuccess: () => signIn.mutate({ username, password }) },
    )
  }

  if (signUp.isSuccess && signIn.isSuccess && signIn.data === null && !session.data) {
    return <LostSessionNotice onRetry={() => void session.refetch()} retrying={session.isFetching} />
  }
  if (signUp.isSuccess && signIn.error) {
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
        <FailureNotice error={signIn.error} what="You could not be signed in" />
      </div>
    )
  }
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-5">
      {signUp.error && !fieldNames.some((name) => refused[name] !== undefined) && (
        <FailureNotice error={signUp.error} what="Your account could not be made" />
      )}
      <TextField
        label="Username"
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        hint="3 to 32 characters: a–z, 0–9, and hyphens between them."
        error={problems.username}
      />
      <TextField
        label="Display name (optional)"
        name="displayName"
        autoComplete="name"
        maxLength={DISPLAY_NAME_MAX}
        error={problems.displayName}
      />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="new-password"
        hint="At least 8 characters. Long beats complicated."
        error={problems.password}
      />
      <Button type="submit" pending={signUp.isPending || signIn.isPending}>
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

const none: Problems = {}

/** What the API said about single fields. A taken username is a conflict, and is said at the username. */
function refusedFields(error: Error | null): Problems {
  if (!(error instanceof ApiError)) return none
  if (error.kind === 'conflict') return { username: 'This username is taken. Choose another.' }
  return error.fieldErrors
}
