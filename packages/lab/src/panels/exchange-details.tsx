'use client'

import type { HeaderList, PreflightCause } from '@next-cross-origin/browser'
import type { ReactNode } from 'react'
import { useDeployment, usePageOrigin } from '../ui/bench-context.tsx'
import { OriginMark } from '../ui/origin-chip.tsx'
import type { RecordedExchange } from './wire.ts'

/**
 * One call in full, as far as a page can know it. What the browser keeps from pages is said to be kept, not guessed.
 */
export function ExchangeDetails({ exchange }: { exchange: RecordedExchange }) {
  const { dashboardOrigin } = useDeployment()
  const pageOrigin = usePageOrigin() ?? dashboardOrigin
  const { method, url, preflight, preflightCauses, sent, readable, status, requestId, durationMs } = exchange
  return (
    <dl className="grid gap-x-8 gap-y-4 pt-2 pb-4 sm:grid-cols-2">
      <Fact term="Preflight">
        {preflight ? (
          <>
            <p>Needed, because of {causesInWords(preflightCauses)}.</p>
            <Hidden>
              Whether the browser asked now or remembered an earlier answer, and how long that took, it does
              not show to the page.
            </Hidden>
          </>
        ) : (
          <p>Not needed: the method and every header are ones that a plain form could send.</p>
        )}
      </Fact>
      <Fact term="Time">
        <p>{Math.round(durationMs)} ms until the page had read the answer.</p>
        <Timing exchange={exchange} />
      </Fact>
      <Fact term="Sent" side="dashboard">
        <p className="break-all font-mono text-dashboard">
          {method} {url}
        </p>
        <Lines headers={sent} />
        <Hidden>
          The browser adds its own, among them Origin: {pageOrigin}, and the session cookie when it has one.
          The page cannot see the cookie.
        </Hidden>
      </Fact>
      <Fact term="Answered" side="api">
        {readable === null ? (
          <p>No answer that this page may read. A server that is down looks the same.</p>
        ) : (
          <>
            <p className="font-mono text-api">{status}</p>
            <Lines headers={readable} />
            <Hidden>
              Other headers, Access-Control-* among them, the browser does not show to the page. That the page
              could read the answer means that they named {pageOrigin} and allowed credentials.
            </Hidden>
          </>
        )}
      </Fact>
      {requestId !== null && (
        <Fact term="Request id">
          <p className="break-all font-mono">{requestId}</p>
          <Hidden>The API’s log has the same.</Hidden>
        </Fact>
      )}
    </dl>
  )
}

/** Shows what the browser itself measured (Resource Timing). Of another origin it gives the total alone, unless that allows more. */
function Timing({ exchange: { url, startedAtMs, durationMs } }: { exchange: RecordedExchange }) {
  const measured = performance
    .getEntriesByName(url, 'resource')
    .filter((entry): entry is PerformanceResourceTiming => 'responseEnd' in entry)
    .find(
      ({ startTime }) => startTime >= startedAtMs - 1 && startTime <= startedAtMs + Math.max(durationMs, 1),
    )
  if (measured === undefined) return <Hidden>The browser has no timing of its own for it.</Hidden>
  const total = `The browser’s own figure is ${Math.round(measured.duration)} ms`
  return measured.requestStart > 0 ? (
    <p>
      {total}, {Math.round(measured.responseStart - measured.requestStart)} ms of them waiting for the first
      byte.
    </p>
  ) : (
    <Hidden>{total}. Its parts it does not show: the API sends no Timing-Allow-Origin.</Hidden>
  )
}

function causesInWords(causes: readonly PreflightCause[]): string {
  return causes
    .map((cause) => (cause.kind === 'method' ? `the method ${cause.method}` : `the header ${cause.name}`))
    .join(' and ')
}

function Fact({ term, side, children }: { term: string; side?: 'dashboard' | 'api'; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="flex items-center gap-1.5 font-medium">
        {side && <OriginMark side={side} />}
        {term}
      </dt>
      <dd className="mt-1 flex flex-col gap-1">{children}</dd>
    </div>
  )
}

/** Something that a page is not shown. */
function Hidden({ children }: { children: ReactNode }) {
  return <p className="text-muted">{children}</p>
}

function Lines({ headers }: { headers: HeaderList }) {
  return (
    <ul className="font-mono">
      {headers.map(([name, value]) => (
        <li key={name} className="break-all">
          <span className="text-muted">{name}: </span>
          {value}
        </li>
      ))}
    </ul>
  )
}
