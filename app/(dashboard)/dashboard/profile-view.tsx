'use client'

import { Avatar } from '@/components/avatar'
import { Card } from '@/components/card'
import { FailureNotice } from '@/components/failure-notice'
import { PageHeading } from '@/components/page-shell'
import { CardSkeleton, Loading } from '@/components/skeleton'
import { When } from '@/components/when'
import type { Profile } from '@/lib/client'
import { useProfile } from '@/lib/client/react/queries'
import { ProfileForm } from './profile-form'
import { useUser } from './signed-in-only'

export function ProfileView() {
  const { username } = useUser()
  const profile = useProfile(username)
  return (
    <>
      <PageHeading title="Profile">Read from the database behind the other origin.</PageHeading>
      <div className="mt-8">
        {profile.data ? (
          <div className="grid items-start gap-6 lg:grid-cols-[2fr_3fr]">
            <ProfileCard profile={profile.data} />
            <ProfileForm profile={profile.data} />
          </div>
        ) : profile.error ? (
          <FailureNotice
            error={profile.error}
            what="Your profile could not be read"
            onRetry={() => void profile.refetch()}
            retrying={profile.isFetching}
          />
        ) : (
          <Loading label="Reading your profile…">
            <div className="grid gap-6 lg:grid-cols-[2fr_3fr]">
              <CardSkeleton />
              <CardSkeleton lines={6} />
            </div>
          </Loading>
        )}
      </div>
    </>
  )
}

function ProfileCard({ profile }: { profile: Profile }) {
  return (
    <Card>
      <div className="flex items-center gap-4">
        <Avatar username={profile.username} />
        <div className="min-w-0">
          <h2 className="wrap-anywhere font-semibold text-lg">{profile.displayName}</h2>
          <p className="wrap-anywhere font-mono text-muted text-sm">@{profile.username}</p>
        </div>
      </div>
      <p className="mt-5 wrap-anywhere whitespace-pre-line">
        {profile.bio || <span className="text-muted">No bio yet. Write one in the form.</span>}
      </p>
      <dl className="mt-6 grid grid-cols-2 gap-4 border-line border-t pt-5 text-sm">
        <div>
          <dt className="text-muted">Joined</dt>
          <dd>
            <When at={profile.createdAt} as="day" />
          </dd>
        </div>
        <div>
          <dt className="text-muted">Changed</dt>
          <dd>
            <When at={profile.updatedAt} />
          </dd>
        </div>
      </dl>
    </Card>
  )
}
