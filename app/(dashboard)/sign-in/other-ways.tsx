'use client'

import { Button, ButtonLink } from '@/components/button'
import { FailureNotice } from '@/components/failure-notice'
import { useSignIn } from '@/lib/client/react/queries'
import { useSignInElsewhere, useSignInOptions } from '@/lib/client/react/sign-in-queries'
import { PasskeySignIn } from './passkey-sign-in'

/** The ways to sign in that need no typing. Shows nothing until the API has said which there are. */
export function OtherWays({ next }: { next: string }) {
  const { data: options } = useSignInOptions()
  const elsewhere = useSignInElsewhere()
  const signIn = useSignIn()
  if (!options) return null
  return (
    <section
      aria-label="Other ways to sign in"
      className="mt-8 flex flex-col gap-3 border-line border-t pt-7"
    >
      {elsewhere.error && (
        <FailureNotice error={elsewhere.error} what="You could not be sent to the provider" />
      )}
      {options.providers.map(({ id, name }) => (
        <Button
          key={id}
          variant="secondary"
          pending={elsewhere.isPending && elsewhere.variables.provider === id}
          onClick={() => elsewhere.mutate({ provider: id, next, intent: 'sign-in' })}
        >
          Continue with {name}
        </Button>
      ))}
      <PasskeySignIn next={next} />
      {options.mail !== 'none' && (
        <>
          <ButtonLink variant="secondary" href={`/sign-in/link?${new URLSearchParams({ next })}`}>
            Get a link by e-mail
          </ButtonLink>
          <ButtonLink variant="secondary" href="/sign-in/link?for=reset">
            Forgot your password?
          </ButtonLink>
        </>
      )}
      {options.demo.map(({ username, password, role }) => (
        <Button
          key={username}
          variant="secondary"
          pending={signIn.isPending && signIn.variables.username === username}
          onClick={() => signIn.mutate({ username, password, next })}
        >
          Continue as {username}, a demo {role}
        </Button>
      ))}
    </section>
  )
}
