'use client'

import { Teaching } from '@lab/teaching'
import { usePathname } from 'next/navigation'
import { useSession } from '@/lib/client/react/queries'
import { ButtonLink } from './button'
import { HeaderBar } from './page-shell'

/** The header of the pages that anyone may see. */
export function SiteHeader() {
  const { data: session } = useSession()
  const isSignIn = usePathname() === '/sign-in'
  return (
    <HeaderBar>
      <nav aria-label="Site" className="flex items-center gap-1">
        <span className="hidden sm:contents">
          <Teaching panel="navigation" />
        </span>
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
