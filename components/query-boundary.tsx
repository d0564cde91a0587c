'use client'

import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { Component, type ReactNode, Suspense, useEffect, useEffectEvent, useTransition } from 'react'
import { ApiError } from '@/lib/client'
import { RETRY_UNREACHABLE_MS } from '@/lib/client/react/queries'
import { FailureNotice } from './failure-notice'
import { CardSkeleton, Loading } from './skeleton'

interface BoundaryProps {
  /** Says what is under way, as in "Reading your profile…". */
  loading: string
  /** Describes what could not be done, as in "Your profile could not be read". */
  what: string
  /** The shape of what will stand here. */
  skeleton?: ReactNode
  children: ReactNode
}

/** Stands around components that read the API: shows that they wait, or why they failed and how to go on. */
export function QueryBoundary({ loading, what, skeleton = <CardSkeleton />, children }: BoundaryProps) {
  return (
    <Suspense fallback={<Loading label={loading}>{skeleton}</Loading>}>
      <FailureBoundary what={what}>{children}</FailureBoundary>
    </Suspense>
  )
}

class FailureBoundary extends Component<{ what: string; children: ReactNode }, { error: Error | null }> {
  override state = { error: null as Error | null }

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  override render() {
    const { error } = this.state
    if (error === null) return this.props.children
    // A mistake in the page itself is for error.tsx.
    if (!(error instanceof ApiError)) throw error
    return <ReadFailure error={error} what={this.props.what} onRetry={() => this.setState({ error: null })} />
  }
}

/** Keeps the failure in view while it asks again, and asks again by itself while the API does not answer. */
function ReadFailure({ error, what, onRetry }: { error: ApiError; what: string; onRetry: () => void }) {
  const { reset } = useQueryErrorResetBoundary()
  const [retrying, start] = useTransition()
  const retry = () =>
    start(() => {
      reset()
      onRetry()
    })
  const retryByItself = useEffectEvent(retry)
  const isUnreachable = error.kind === 'network'
  useEffect(() => {
    if (!isUnreachable) return
    const timer = setInterval(retryByItself, RETRY_UNREACHABLE_MS)
    return () => clearInterval(timer)
  }, [isUnreachable])
  return <FailureNotice error={error} what={what} onRetry={retry} retrying={retrying} />
}
