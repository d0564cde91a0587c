'use client'

import { Teaching } from '@lab/teaching'
import { LogOut } from 'lucide-react'
import { Avatar } from '@/components/avatar'
import { Button } from '@/components/button'
import { FailureNotice } from '@/components/failure-notice'
import { HeaderBar, NavLink } from '@/components/page-shell'
import { useSession, useSignOut } from '@/lib/client/react/queries'

/** The header of the signed-in pages. */
export function AccountHeader() {
  const { data: session } = useSession()
  const signOut = useSignOut()
  const pages = (
    <>
      <NavLink href="/dashboard">Profile</NavLink>
      <NavLink href="/dashboard/sessions">Sessions</NavLink>
      <NavLink href="/dashboard/account">Account</NavLink>
      <NavLink href="/dashboard/api">API</NavLink>
      {session?.user.role === 'admin' && <NavLink href="/dashboard/users">Users</NavLink>}
      <NavLink href="/dashboard/origins">Origins</NavLink>
      <Teaching panel="navigation" />
    </>
  )
  return (
    <HeaderBar
      below={
        <>
          <nav aria-label="Account" className="flex gap-1 overflow-x-auto px-3 pb-2 md:hidden">
            {pages}
          </nav>
          {signOut.error && (
            <div className="mx-auto max-w-6xl px-5 pb-4 sm:px-8">
              <FailureNotice error={signOut.error} what="You could not be signed out" />
            </div>
          )}
        </>
      }
    >
      <nav aria-label="Account" className="mr-4 hidden gap-1 md:flex">
        {pages}
      </nav>
      {session && (
        <>
          <span className="hidden items-center gap-2 text-muted text-sm sm:flex">
            <Avatar username={session.user.username} size="sm" />
            {session.user.username}
          </span>
          <Button variant="secondary" size="sm" pending={signOut.isPending} onClick={() => signOut.mutate()}>
            <LogOut aria-hidden className="size-4" />
            Sign out
          </Button>
        </>
      )}
    </HeaderBar>
  )
}
