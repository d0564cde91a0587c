'use client'

import { useState } from 'react'
import { Button } from '@/components/button'
import { Card } from '@/components/card'
import { FailureNotice } from '@/components/failure-notice'
import { TextAreaField, TextField } from '@/components/field'
import type { Profile } from '@/lib/client'
import { useApp } from '@/lib/client/react/app'
import { useDraft } from '@/lib/client/react/draft'
import { useForm } from '@/lib/client/react/form'
import { useUpdateProfile } from '@/lib/client/react/queries'
import { longestBio } from '@/lib/contract/account'
import { profileFields } from '@/lib/contract/users'

/** Edits the profile; sends only what changed. */
export function ProfileForm({ profile }: { profile: Profile }) {
  const { announce } = useApp()
  const update = useUpdateProfile(profile.username)
  const draft = useDraft(`profile-${profile.username}`, {
    displayName: profile.displayName,
    bio: profile.bio,
  })
  const [bioLength, setBioLength] = useState(draft.values.bio.length)
  const form = useForm(profileFields, async ({ displayName, bio }) => {
    const change = {
      ...(displayName === profile.displayName ? {} : { displayName }),
      ...(bio === profile.bio ? {} : { bio }),
    }
    setBioLength(bio.length)
    if (Object.keys(change).length === 0) {
      announce('Nothing has changed')
      return
    }
    await update.mutateAsync(change)
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
        <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
          <Button type="submit" pending={form.pending}>
            Save
          </Button>
          <p className="min-w-48 flex-1 text-muted text-xs">
            {update.isSuccess ? (
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
