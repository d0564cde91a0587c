'use client'

import clsx from 'clsx'
import { useSyncExternalStore } from 'react'
import { useDeployment } from '../ui/bench-context.tsx'
import { OriginChip } from '../ui/origin-chip.tsx'
import { type FormCall, isAskedFirst, type Progress, progressOf } from './form-progress.ts'
import { type RecordedExchange, wire } from './wire.ts'

const none: readonly RecordedExchange[] = []

/** Lists the calls that a form makes across origins, beside the form, and ticks each when it has happened. */
export function FormCalls({ calls }: { calls: readonly FormCall[] }) {
  const { apiOrigin } = useDeployment()
  const recent = useSyncExternalStore(wire.subscribe, wire.recent, () => none)
  const progress = progressOf(calls, recent.toReversed())
  return (
    <aside className="self-start border-line border-t pt-8 md:border-t-0 md:border-l md:py-2 md:pl-10">
      <h2 className="font-medium text-sm">What this form sends</h2>
      <p className="mt-2">
        <OriginChip side="api" origin={apiOrigin} />
      </p>
      <ol className="mt-6 flex flex-col gap-5">
        {calls.map((call, index) => (
          <CallRows key={call.line} call={call} progress={progress[index] ?? null} />
        ))}
      </ol>
    </aside>
  )
}

/** The call, and the question that the browser asks before it. */
function CallRows({ call, progress }: { call: FormCall; progress: Progress }) {
  const path = call.line.slice(call.line.indexOf(' ') + 1)
  return (
    <>
      {isAskedFirst(call) && (
        <Row
          line={`OPTIONS ${path}`}
          note="the browser asks first, or remembers the answer of last time"
          answered={progress ? (progress.status === null ? 'no answer' : 'allowed') : null}
          failed={progress?.status === null}
        />
      )}
      <Row
        {...call}
        answered={progress && String(progress.status ?? 'no answer')}
        failed={progress !== null && (progress.status === null || progress.status >= 400)}
      />
    </>
  )
}

function Row({
  line,
  note,
  answered,
  failed,
}: FormCall & { answered: string | null; failed: boolean | undefined }) {
  return (
    <li>
      <p className="flex flex-wrap items-baseline gap-x-3 break-words font-mono text-dashboard text-xs">
        {line}
        {answered !== null && (
          <span className={clsx(failed ? 'text-danger' : 'text-api')}>
            <span aria-hidden>{failed ? '✗' : '✓'}</span> {answered}
          </span>
        )}
      </p>
      <p className="mt-1 text-muted text-sm">{note}</p>
    </li>
  )
}
