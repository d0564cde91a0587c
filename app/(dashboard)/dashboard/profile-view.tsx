'use client'

import { Avatar } from '@/components/avatar'
import { Card } from '@/components/card'
import { PageHeading } from '@/components/page-shell'
import { QueryBoundary } from '@/components/query-boundary'
import { CardSkeleton } from '@/components/skeleton'
import { When } from '@/components/when'
import type { Profile } from '@/lib/client'
import { useRead } from '@/lib/client/react/answers'
import { ProfileForm } from './profile-form'
import { useUser } from './signed-in-only'

export function ProfileView() {
  return (
    <>
      <PageHeading title="Profile">Read from the database behind the other origin.</PageHeading>
      <div className="mt-8 grid items-start gap-6 lg:grid-cols-[2fr_3fr]">
        <QueryBoundary
          loading="Reading your profile…"
          what="Your profile could not be read"
          skeleton={<CardSkeleton lines={6} />}
        >
          <OwnProfile />
        </QueryBoundary>
      </div>
    </>
  )
}

function OwnProfile() {
  const { username } = useUser()
  const profile = useRead('user', { params: { username } })
  return (
    <>
      <ProfileCard profile={profile} />
      <ProfileForm profile={profile} />
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
