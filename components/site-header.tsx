'use client'

import { useApp } from './app-provider'
import { ButtonLink } from './button'
import { HeaderBar, NavLink } from './page-shell'
import { useSession } from './queries'

/** The header of the pages that anyone may see. */
export function SiteHeader() {
  const { lab } = useApp()
  const { data: session } = useSession()
  return (
    <HeaderBar>
      <nav aria-label="Site" className="flex items-center gap-1">
        {lab && <NavLink href="/lab">Lab</NavLink>}
        {session ? (
          <ButtonLink variant="secondary" size="sm" href="/dashboard">
            Dashboard
          </ButtonLink>
        ) : (
          <ButtonLink variant="secondary" size="sm" href="/sign-in">
            Sign in
          </ButtonLink>
        )}
      </nav>
    </HeaderBar>
  )
}
