'use client'

import { Link2, RotateCw } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { EngineNote } from '../film/engine-note.tsx'
import { LessonFilm } from '../film/lesson-film.tsx'
import type { Scenario, VariantName } from '../types.ts'
import { usePageOrigin, usePlace } from '../ui/bench-context.tsx'
import { Button } from '../ui/button.tsx'
import { Failure } from '../ui/failure.tsx'
import { Drawing } from './drawing.tsx'
import { ExchangeList } from './exchange-list.tsx'
import type { LabOrigins } from './lab-origins.ts'
import { exchangesOf, messagesOf } from './messages.ts'
import { perform, type Run } from './perform.ts'
import { TopologyNote } from './topology-note.tsx'
import { VariantSwitch } from './variant-switch.tsx'
import { Verdicts } from './verdicts.tsx'

/** Performs a scenario in this browser, broken first, and shows what came of it. */
export function Bench({
  scenario,
  origins,
  children,
}: {
  scenario: Scenario
  origins: LabOrigins
  /** Stands between the verdicts and the exchanges: why it fails, and the fix. */
  children: ReactNode
}) {
  const pageOrigin = usePageOrigin() ?? origins.page
  const isPossible = scenario.dependsOn !== 'third-origin' || origins.hasThird
  const { variant, run, error, isRunning, start } = usePerformance(scenario, origins, isPossible)

  return (
    <div
      data-run={
        run === null || isRunning ? 'pending' : `${run.variant}:${run.finding.browser ? 'works' : 'fails'}`
      }
    >
      <TopologyNote scenario={scenario} origins={origins} />
      <EngineNote scenario={scenario} />
      {!isPossible ? null : (
        <>
          <Toolbar variant={variant} isRunning={isRunning} onStart={(next) => void start(next)} />
          <p role="status" className="sr-only">
            {isRunning ? 'Running…' : run === null ? '' : spoken(run)}
          </p>
          {error && (
            <div className="mt-4">
              <Failure error={error} what="The run did not finish" onRetry={() => void start(variant)} />
            </div>
          )}
          {run !== null && (
            <div className="mt-4 rounded-card border border-line bg-surface p-3 sm:p-5">
              <LessonFilm
                key={run.id}
                scenario={scenario}
                run={run}
                origins={origins}
                pageOrigin={pageOrigin}
              />
            </div>
          )}
          <div className="mt-6 min-h-44">{run !== null && <Verdicts run={run} />}</div>
        </>
      )}
      <div className="mt-10">{children}</div>
      {run !== null && <InWords run={run} origins={origins} pageOrigin={pageOrigin} />}
    </div>
  )
}

/** Performs a lesson whenever it is asked to, and once when the page opens. */
function usePerformance(scenario: Scenario, origins: LabOrigins, isPossible: boolean) {
  const [variant, setVariant] = useState<VariantName>('broken')
  const [run, setRun] = useState<Run | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const [isRunning, setIsRunning] = useState(false)
  const wanted = useRef<VariantName | null>(null)

  const start = useCallback(
    async (next: VariantName) => {
      wanted.current = next
      // The address holds the variant, so that a copied link opens the same one.
      window.history.replaceState(null, '', next === 'fixed' ? '#fixed' : window.location.pathname)
      setVariant(next)
      setIsRunning(true)
      setError(null)
      try {
        const finished = await perform(scenario, next, origins)
        if (wanted.current === next) setRun(finished)
      } catch (failure) {
        setError(failure instanceof Error ? failure : new Error(String(failure)))
      } finally {
        setIsRunning(false)
      }
    },
    [scenario, origins],
  )

  // The page opens with the exchange performed that the address names, else with the broken one. In development React mounts twice; one run is enough.
  useEffect(() => {
    if (isPossible && wanted.current === null)
      void start(window.location.hash === '#fixed' ? 'fixed' : 'broken')
  }, [isPossible, start])

  return { variant, run, error, isRunning, start }
}

/** Chooses the variant, runs it again, copies the address that opens it. */
function Toolbar({
  variant,
  isRunning,
  onStart,
}: {
  variant: VariantName
  isRunning: boolean
  onStart: (variant: VariantName) => void
}) {
  const { announce } = usePlace()
  return (
    <div className="flex flex-wrap items-center gap-3">
      <VariantSwitch variant={variant} onChange={onStart} />
      <Button variant="secondary" pending={isRunning} onClick={() => onStart(variant)}>
        <RotateCw aria-hidden className="size-4" />
        Run again
      </Button>
      <Button
        variant="ghost"
        className="ml-auto"
        onClick={() =>
          void navigator.clipboard.writeText(window.location.href).then(
            () => announce('Link copied'),
            () => announce('The browser refused the clipboard'),
          )
        }
      >
        <Link2 aria-hidden className="size-4" />
        Copy link
      </Button>
    </div>
  )
}

/** Draws the whole exchange over time, and lists every message. */
function InWords({ run, origins, pageOrigin }: { run: Run; origins: LabOrigins; pageOrigin: string }) {
  const [pointedAt, setPointedAt] = useState<number | null>(null)
  const exchanges = exchangesOf(run.results)
  return (
    <section aria-labelledby="exchange" className="mt-10">
      <h2 id="exchange" className="mb-4 font-semibold text-lg">
        The exchange, step by step
      </h2>
      <figure className="mb-4 rounded-card border border-line bg-surface p-3 sm:p-5">
        <Drawing
          key={run.id}
          pageOrigin={run.results.some(({ call }) => call.by === 'sandbox') ? 'null' : pageOrigin}
          apiOrigin={origins.targets.api}
          thirdOrigin={
            exchanges.some(({ step }) => step.recorded?.by === 'third') ? origins.targets.third : null
          }
          messages={messagesOf(exchanges)}
          pointedAt={pointedAt}
          title={`The exchange, drawn over time. ${spoken(run)} The list below says the same in words.`}
        />
      </figure>
      <ExchangeList exchanges={exchanges} onPoint={setPointedAt} />
    </section>
  )
}

function spoken({ finding, variant }: Run): string {
  const what = variant === 'broken' ? 'The broken exchange' : 'The exchange with the fix'
  const agreed = finding.disagreements.length === 0 ? 'The model agrees.' : 'The model disagrees.'
  return `${what} ${finding.browser ? 'works' : 'fails'} in this browser. ${agreed}`
}
