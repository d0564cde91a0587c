'use client'

import { useState } from 'react'
import { SubmitButton } from '@/components/button'
import { Card } from '@/components/card'
import { FailureNotice } from '@/components/failure-notice'
import { TextAreaField, TextField } from '@/components/field'
import type { Profile } from '@/lib/client'
import { useSend } from '@/lib/client/react/answers'
import { useApp } from '@/lib/client/react/app'
import { useDraft } from '@/lib/client/react/draft'
import { useForm } from '@/lib/client/react/form'
import { longestBio } from '@/lib/contract/lengths'

const fields = () => import('@/lib/contract/users').then(({ profileFields }) => profileFields)

/** Edits the profile; sends only what changed. */
export function ProfileForm({ profile }: { profile: Profile }) {
  const { announce } = useApp()
  const update = useSend('user', 'PATCH', ['user'])
  const draft = useDraft(`profile-${profile.username}`, {
    displayName: profile.displayName,
    bio: profile.bio,
  })
  const [bioLength, setBioLength] = useState(draft.values.bio.length)
  const form = useForm(fields, async ({ displayName, bio }) => {
    const change = {
      ...(displayName === profile.displayName ? {} : { displayName }),
      ...(bio === profile.bio ? {} : { bio }),
    }
    setBioLength(bio.length)
    if (Object.keys(change).length === 0) {
      announce('Nothing has changed')
      return
    }
    await update.mutateAsync({ params: { username: profile.username }, body: change })
    draft.forget()
    announce('Profile saved')
  })
  return (
    <Card title="Edit">
      <form {...form.props} onInput={draft.keep} className="flex flex-col gap-5">
        {form.failure && <FailureNotice error={form.failure} what="Your profile could not be saved" />}
        {draft.isRestored && !update.isSuccess && (
          <p className="text-muted text-sm">You typed this earlier. It is not saved yet.</p>
        )}
        <TextField
          label="Display name"
          name="displayName"
          autoComplete="name"
          defaultValue={draft.values.displayName}
          error={form.errors.displayName}
        />
        <TextAreaField
          label="Bio"
          name="bio"
          defaultValue={draft.values.bio}
          onChange={(event) => setBioLength(event.target.value.length)}
          limit={longestBio}
          length={bioLength}
          error={form.errors.bio}
        />
        <SubmitButton pending={form.pending}>Save</SubmitButton>
      </form>
    </Card>
  )
}
