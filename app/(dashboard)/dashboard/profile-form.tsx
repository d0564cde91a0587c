'use client'

import { type FormEvent, useState } from 'react'
import { useApp } from '@/components/app-provider'
import { Button } from '@/components/button'
import { Card } from '@/components/card'
import { FailureNotice } from '@/components/failure-notice'
import { TextAreaField, TextField } from '@/components/field'
import { useUpdateProfile } from '@/components/queries'
import { ApiError, type Profile } from '@/lib/client'
import { BIO_MAX, bioProblem, displayNameProblem } from '@/lib/client/rules'

/** Edits the profile; sends only what changed. */
export function ProfileForm({ profile }: { profile: Profile }) {
  const { announce } = useApp()
  const update = useUpdateProfile(profile.username)
  const [draft, setDraft] = useState({ displayName: profile.displayName, bio: profile.bio })
  const [checked, setChecked] = useState(false)

  const displayName = draft.displayName.trim()
  const change = {
    ...(displayName === profile.displayName ? {} : { displayName }),
    ...(draft.bio === profile.bio ? {} : { bio: draft.bio }),
  }
  const isChanged = Object.keys(change).length > 0
  const refused = update.error instanceof ApiError ? update.error.fieldErrors : {}
  const problems = {
    displayName: (checked ? displayNameProblem(draft.displayName) : null) ?? refused.displayName,
    bio: (checked ? bioProblem(draft.bio) : null) ?? refused.bio,
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (update.isPending) return
    setChecked(true)
    const first = displayNameProblem(draft.displayName) ? 'displayName' : bioProblem(draft.bio) ? 'bio' : null
    if (first) {
      event.currentTarget.querySelector<HTMLElement>(`[name=${first}]`)?.focus()
      return
    }
    if (!isChanged) {
      announce('Nothing has changed')
      return
    }
    update.mutate(change, {
      onSuccess: (saved) => {
        setDraft({ displayName: saved.displayName, bio: saved.bio })
        setChecked(false)
        announce('Profile saved')
      },
    })
  }

  const isFieldError = Object.keys(refused).length > 0
  return (
    <Card title="Edit">
      <form onSubmit={submit} noValidate className="flex flex-col gap-5">
        {update.error && !isFieldError && (
          <FailureNotice error={update.error} what="Your profile could not be saved" />
        )}
        <TextField
          label="Display name"
          name="displayName"
          autoComplete="name"
          value={draft.displayName}
          onChange={(event) => setDraft({ ...draft, displayName: event.target.value })}
          error={problems.displayName}
        />
        <TextAreaField
          label="Bio"
          name="bio"
          value={draft.bio}
          onChange={(event) => setDraft({ ...draft, bio: event.target.value })}
          limit={BIO_MAX}
          length={draft.bio.length}
          error={problems.bio}
        />
        <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
          <Button type="submit" pending={update.isPending}>
            Save
          </Button>
          <p className="min-w-48 flex-1 text-muted text-xs">
            {update.isSuccess && !isChanged ? (
              <>
                What just happened: a <span className="font-mono text-dashboard">PATCH</span> with JSON needs
                a preflight, so the browser asked <span className="font-mono text-dashboard">OPTIONS</span>{' '}
                first, or remembered the answer, and then sent it with your cookie.
              </>
            ) : (
              <>
                Saving sends a <span className="font-mono text-dashboard">PATCH</span>, the call that needs a
                preflight.
              </>
            )}
          </p>
        </div>
      </form>
    </Card>
  )
}
