'use client'

import clsx from 'clsx'
import { ArrowRight, ChevronDown } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { useApp } from './app-provider'
import { OriginMark } from './origin-chip'
import type { RecordedExchange } from './wire'

const none: readonly RecordedExchange[] = []

/** The calls this page made to the other origin, the last one in sight and the others a click away. */
export function WireLine() {
  const { wire } = useApp()
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
      <ol className="flex flex-col gap-2 border-line border-t px-4 py-3">
        {[last, ...earlier].map((exchange) => (
          <li key={exchange.number} className="flex flex-wrap items-center gap-x-3">
            <ExchangeLine exchange={exchange} />
            {exchange.requestId && (
              <span className="truncate font-mono text-muted">{exchange.requestId}</span>
            )}
          </li>
        ))}
      </ol>
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
