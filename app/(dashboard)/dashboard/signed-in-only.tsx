'use client'

import { Teaching } from '@lab/teaching'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { createContext, type ReactNode, use, useEffect, useRef } from 'react'
import { FailureNotice } from '@/components/failure-notice'
import { type Session, signInPath } from '@/lib/client'
import { usesPageToken } from '@/lib/client/page-token'
import { useApp } from '@/lib/client/react/app'
import { useSession } from '@/lib/client/react/queries'
import { PageSkeleton } from './page-skeleton'

/** Says which way of staying signed in is in use. */
const WithoutCookies = dynamic(() => import('./without-cookies'))

const SessionContext = createContext<Session | null>(null)

/** The signed-in user, for what stands inside `SignedInOnly`. */
export function useUser(): Session['user'] {
  const session = use(SessionContext)
  if (session === null) throw new Error('useUser needs SignedInOnly above it')
  return session.user
}

/** Shows its children to whoever is signed in, and leads everybody else to the sign-in page and back. */
export function SignedInOnly({ children }: { children: ReactNode }) {
  const router = useRouter()
  const { life } = useApp()
  const { data: session, error, refetch, isFetching } = useSession()

  const hadSession = useRef(false)
  useEffect(() => {
    if (session) hadSession.current = true
    if (session !== null) return
    const { why } = life.ended()
    const here = `${window.location.pathname}${window.location.search}`
    router.replace(
      why === 'signed-out'
        ? '/sign-in'
        : signInPath(here, { ended: why === 'refused' || hadSession.current }),
    )
  }, [session, life, router])

  if (session) {
    return (
      <SessionContext value={session}>
        <div className="py-10 sm:py-14">
          {usesPageToken() && <WithoutCookies />}
          {children}
        </div>
        <Teaching panel="calls" />
      </SessionContext>
    )
  }
  if (error) {
    return (
      <div className="mx-auto max-w-2xl py-16">
        <h1 className="sr-only">Dashboard</h1>
        <FailureNotice
          error={error}
          what="Your session could not be asked for"
          onRetry={() => void refetch()}
          retrying={isFetching}
        />
      </div>
    )
  }
  return <PageSkeleton />
}
