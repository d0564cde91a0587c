'use client'

import clsx from 'clsx'
import { ArrowRight, ChevronDown } from 'lucide-react'
import { useState, useSyncExternalStore } from 'react'
import { LiveFilm } from '../film/live-film.tsx'
import { Link } from '../ui/bench-context.tsx'
import { OriginMark } from '../ui/origin-chip.tsx'
import { ExchangeDetails } from './exchange-details.tsx'
import { type RecordedExchange, wire } from './wire.ts'

const none: readonly RecordedExchange[] = []

/** The calls this page made to the other origin, the last one in sight and the others a click away. */
export function WireLine() {
  const [last, ...earlier] = useSyncExternalStore(wire.subscribe, wire.recent, () => none)
  if (last === undefined) return null
  return (
    <details className="group rounded-card border border-line bg-surface text-xs">
      <summary className="flex cursor-pointer list-none items-center gap-3 rounded-card px-4 py-2.5 [&::-webkit-details-marker]:hidden">
        <span className="hidden shrink-0 text-muted sm:inline">Last call</span>
        <ExchangeLine exchange={last} />
        <ChevronDown
          aria-hidden
          className="ml-auto size-4 shrink-0 text-muted transition-transform group-open:rotate-180"
        />
      </summary>
      <ol className="divide-y divide-line border-line border-t px-4">
        {[last, ...earlier].map((exchange) => (
          <li key={exchange.number}>
            <Call exchange={exchange} />
          </li>
        ))}
      </ol>
      <LiveFilm />
      <p className="border-line border-t px-4 py-2.5 text-muted">
        What a page is not shown, the{' '}
        <Link href="/lab" className="text-ink underline underline-offset-4">
          lab
        </Link>{' '}
        shows from the API’s side.
      </p>
    </details>
  )
}

/** One call: a line, and everything the page knows about it when it is opened. */
function Call({ exchange }: { exchange: RecordedExchange }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer rounded py-2.5">
        <span className="inline-flex max-w-[calc(100%-1.5rem)] align-middle">
          <ExchangeLine exchange={exchange} />
        </span>
      </summary>
      {isOpen && <ExchangeDetails exchange={exchange} />}
    </details>
  )
}

function ExchangeLine({ exchange }: { exchange: RecordedExchange }) {
  const { method, path, status, preflight, durationMs } = exchange
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2 font-mono">
      <span className="flex min-w-0 items-center gap-x-2 text-dashboard">
        <OriginMark side="dashboard" />
        <span className="min-w-0 truncate">
          {preflight && 'OPTIONS, '}
          {method} {path}
        </span>
      </span>
      <span className="flex items-center gap-x-2">
        <ArrowRight aria-hidden className="size-3 text-muted" />
        <OriginMark side="api" />
        <span className={clsx(status === null ? 'text-danger' : 'text-api')}>{status ?? 'no answer'}</span>
        <span className="text-muted tabular-nums">{Math.round(durationMs)} ms</span>
      </span>
    </span>
  )
}
