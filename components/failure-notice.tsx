'use client'

import { type ReactNode, useSyncExternalStore } from 'react'
import { ApiError } from '@/lib/client'
import { isLoopback } from '@/lib/client/loopback'
import { useApp } from '@/lib/client/react/app'
import { useApiAnswers } from '@/lib/client/react/queries'
import { Button } from './button'
import { Command, Notice } from './notice'
import { OriginChip } from './origin-chip'

const subscribeToNothing = () => () => {}

/** Says where the browser really opened this page; `null` while the server renders it. */
export function usePageOrigin(): string | null {
  return useSyncExternalStore(
    subscribeToNothing,
    () => window.location.origin,
    () => null,
  )
}

interface FailureNoticeProps {
  error: Error
  /** Describes what could not be done, as in "Your profile could not be read". */
  what: string
  /** Asks again. Only for what is read: that is also asked again by itself while the API does not answer. */
  onRetry?: () => void
  retrying?: boolean
}

/** Any failure of a call, told by its kind: what it means and what to do now. */
export function FailureNotice({ error, what, onRetry, retrying = false }: FailureNoticeProps) {
  const retry = onRetry && (
    <Button variant="secondary" size="sm" pending={retrying} onClick={onRetry}>
      Try again
    </Button>
  )
  if (error instanceof ApiError && error.kind === 'network')
    return <NetworkFailure what={what} actions={retry} />
  return (
    <Notice tone="danger" title={what} actions={retry}>
      <p>{explain(error)}</p>
      {error instanceof ApiError && <RequestId error={error} />}
    </Notice>
  )
}

function explain(error: Error): string {
  if (!(error instanceof ApiError)) return 'Something went wrong in this page. Reload it and try again.'
  const said = error.detail ?? error.title
  switch (error.kind) {
    case 'timeout':
      return `${said} It may be busy: try again in a moment.`
    case 'unauthenticated':
      return 'Your session has ended. Sign in again.'
    case 'forbidden':
      return `You are signed in, but this is not yours to do. ${said}`
    case 'rate_limited':
      return error.retryAfterSeconds === null
        ? `${said} Wait a little, then try again.`
        : `${said} Try again in ${inWords(error.retryAfterSeconds)}.`
    case 'server':
      return `The API answered with an error of its own${error.status ? ` (${error.status})` : ''}. ${said}`
    default:
      return said
  }
}

function inWords(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? '1 second' : `${seconds} seconds`
  return `${Math.ceil(seconds / 60)} minutes`
}

/** Shows what to quote when asking whoever runs the API: its log has the same id. */
function RequestId({ error }: { error: ApiError }) {
  if (error.requestId === null) return null
  return (
    <p className="text-muted text-xs">
      Request <span className="font-mono">{error.requestId}</span>
    </p>
  )
}

/**
 * A page cannot see whether the API is down or refused its origin: `fetch` rejects both alike. An opaque request can.
 * On this machine the notice also says what to type, because whoever reads it runs the API.
 */
function NetworkFailure({ what, actions }: { what: string; actions: ReactNode }) {
  const { apiOrigin } = useApp()
  const answers = useApiAnswers()
  const isOperator = isLoopback(new URL(apiOrigin).hostname)
  if (answers.isPending) {
    return (
      <Notice tone="danger" title={what} actions={actions}>
        <p>No answer that this page may read. Finding out why…</p>
      </Notice>
    )
  }
  if (isOperator && answers.data) return <Withheld what={what} actions={actions} />
  if (isOperator) {
    return (
      <Notice tone="danger" title="The API is not running" actions={actions}>
        <p>
          {what}. Nothing answers at <OriginChip side="api" origin={apiOrigin} className="align-middle" />
        </p>
        <p>
          Start both deployments with <Command>npm run dev</Command>, or the built API alone with{' '}
          <Command>npm run start:api</Command>.{actions && ' This page tries again by itself.'}
        </p>
      </Notice>
    )
  }
  return (
    <Notice tone="danger" title={navigator.onLine ? what : 'You are offline'} actions={actions}>
      <p>
        {answers.data && 'This page may not use the service from this address. Tell whoever runs the site.'}
        {!answers.data &&
          (navigator.onLine ? 'The service does not answer. Check your connection.' : `${what}.`)}
        {!answers.data && actions && ' This page tries again by itself.'}
      </p>
    </Notice>
  )
}

/** Says that the API answers and the browser keeps the answer from this page, and which line changes that. */
function Withheld({ what, actions }: { what: string; actions: ReactNode }) {
  const { apiOrigin, dashboardOrigin } = useApp()
  const pageOrigin = usePageOrigin() ?? dashboardOrigin
  const page = <OriginChip side="dashboard" origin={pageOrigin} className="align-middle" />
  return (
    <Notice tone="danger" title="The browser withheld the API’s answer" actions={actions}>
      <p>
        {what}. A server answers at <OriginChip side="api" origin={apiOrigin} className="align-middle" />, but
        its answer does not name this page’s origin. Either the API does not allow the origin, or a proxy in
        front of the API answered with an error page of its own.
      </p>
      {pageOrigin === dashboardOrigin ? (
        <p>
          Add {page} to <Command>ALLOWED_ORIGINS</Command> of the API. This explains the exchange:{' '}
          <Command>{`npm run doctor -- ${apiOrigin}/api/auth/session --origin ${pageOrigin} --credentials`}</Command>
        </p>
      ) : (
        <p>
          You opened {page}; the dashboard’s own address is{' '}
          <a className="underline underline-offset-4" href={dashboardOrigin}>
            {dashboardOrigin}
          </a>
          .
        </p>
      )}
    </Notice>
  )
}
