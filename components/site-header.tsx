'use client'

import { usePathname } from 'next/navigation'
import { useApp } from './app-provider'
import { ButtonLink } from './button'
import { HeaderBar, NavLink } from './page-shell'
import { useSession } from './queries'

/** The header of the pages that anyone may see. */
export function SiteHeader() {
  const { lab } = useApp()
  const { data: session } = useSession()
  const isSignIn = usePathname() === '/sign-in'
  return (
    <HeaderBar>
      <nav aria-label="Site" className="flex items-center gap-1">
        {lab && <NavLink href="/lab">Lab</NavLink>}
        <ButtonLink
          variant="secondary"
          size="sm"
          href={session ? '/dashboard' : isSignIn ? '/sign-up' : '/sign-in'}
        >
          {session ? 'Dashboard' : isSignIn ? 'Create an account' : 'Sign in'}
        </ButtonLink>
      </nav>
    </HeaderBar>
  )
}
