'use client'

import clsx from 'clsx'
import { ArrowRight, Check, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { themes, toldLessons } from '../scenarios.ts'
import type { Scenario } from '../types.ts'
import { type Deployment, Link, usePlace } from '../ui/bench-context.tsx'
import { Button } from '../ui/button.tsx'
import { labOrigins } from './lab-origins.ts'
import { perform, type Run } from './perform.ts'

interface Pair {
  readonly broken: Run
  readonly fixed: Run
}

/** Every scenario by theme, and the proof: all of them in this browser, one after the other. */
export function Catalogue() {
  const { deployment } = usePlace()
  const [pairs, setPairs] = useState<Readonly<Record<string, Pair>>>({})
  return (
    <>
      {deployment !== null && <RunAll deployment={deployment} pairs={pairs} onPairs={setPairs} />}
      <div className="mt-12 flex flex-col gap-14">
        {themes.map((theme) => (
          <section
            key={theme.id}
            aria-labelledby={theme.id}
            className="grid gap-x-12 gap-y-5 border-ink border-t pt-5 lg:grid-cols-[2fr_3fr]"
          >
            <div className="self-start lg:sticky lg:top-6">
              <h2 id={theme.id} className="text-balance font-semibold text-lg">
                {theme.title}
              </h2>
              <p className="mt-2 max-w-md text-muted text-sm">{theme.summary}</p>
            </div>
            <ul className="divide-y divide-line border-line border-y">
              {theme.scenarios.map((scenario) => (
                <Row key={scenario.id} scenario={scenario} pair={pairs[scenario.id]} />
              ))}
            </ul>
          </section>
        ))}
        <Told />
      </div>
    </>
  )
}

type Pairs = Readonly<Record<string, Pair>>

function RunAll({
  deployment,
  pairs,
  onPairs,
}: {
  deployment: Deployment
  pairs: Pairs
  onPairs: (change: (known: Pairs) => Pairs) => void
}) {
  const origins = useMemo(() => labOrigins(deployment), [deployment])
  const [progress, setProgress] = useState<'idle' | 'running' | 'done' | 'failed'>('idle')
  const possible = themes
    .flatMap((theme) => theme.scenarios)
    .filter(({ dependsOn }) => dependsOn !== 'third-origin' || origins.hasThird)

  async function runAll() {
    onPairs(() => ({}))
    setProgress('running')
    try {
      for (const scenario of possible) {
        const broken = await perform(scenario, 'broken', origins)
        const fixed = await perform(scenario, 'fixed', origins)
        onPairs((known) => ({ ...known, [scenario.id]: { broken, fixed } }))
      }
      setProgress('done')
    } catch {
      setProgress('failed')
    }
  }

  const runs = Object.values(pairs).flatMap(({ broken, fixed }) => [broken, fixed])
  const agreeing = runs.filter(({ finding }) => finding.disagreements.length === 0).length
  return (
    <div className="mt-6 flex flex-wrap items-center gap-x-5 gap-y-3" data-progress={progress}>
      <Button variant="secondary" pending={progress === 'running'} onClick={() => void runAll()}>
        Run all {possible.length} in this browser
      </Button>
      <p role="status" className="text-muted text-sm">
        {progress === 'idle'
          ? 'Broken and fixed. Your console will fill with errors; they are the lesson.'
          : progress === 'failed'
            ? 'The API did not say what it saw. Open a scenario to find out why.'
            : `Browser and model agree in ${agreeing} of ${runs.length} exchanges${progress === 'running' ? ' so far…' : '.'}`}
      </p>
    </div>
  )
}

/** Lists the lessons that a page cannot perform. */
function Told() {
  return (
    <section
      aria-labelledby="told"
      className="grid gap-x-12 gap-y-5 border-ink border-t pt-5 lg:grid-cols-[2fr_3fr]"
    >
      <div className="self-start lg:sticky lg:top-6">
        <h2 id="told" className="text-balance font-semibold text-lg">
          Told, because no page can perform it
        </h2>
        <p className="mt-2 max-w-md text-muted text-sm">
          A setting of the browser, an extension or a second site takes part in these.
        </p>
      </div>
      <ul className="divide-y divide-line border-line border-y">
        {toldLessons.map(({ id, title, story }) => (
          <li key={id}>
            <Link href={`/lab/${id}`} className="group block py-3">
              <span className="font-medium group-hover:underline group-hover:underline-offset-4">
                {title}
              </span>
              <span className="block text-muted text-sm">{story}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Row({ scenario, pair }: { scenario: Scenario; pair: Pair | undefined }) {
  return (
    <li data-scenario={scenario.id}>
      <Link href={`/lab/${scenario.id}`} className="group flex items-center gap-4 py-3">
        <span className="min-w-0 flex-1">
          <span className="font-medium group-hover:underline group-hover:underline-offset-4">
            {scenario.title}
          </span>
          <span className="block text-muted text-sm">{scenario.story}</span>
        </span>
        {pair === undefined ? (
          <ArrowRight
            aria-hidden
            className="size-4 shrink-0 text-muted transition-transform motion-safe:group-hover:translate-x-1"
          />
        ) : (
          <span className="flex shrink-0 flex-col items-end gap-1 text-xs">
            <Mark run={pair.broken} />
            <Mark run={pair.fixed} />
          </span>
        )}
      </Link>
    </li>
  )
}

function Mark({ run }: { run: Run }) {
  const { finding, variant } = run
  const isAgreed = finding.disagreements.length === 0
  const Icon = finding.browser ? Check : X
  return (
    <span
      data-variant={variant}
      data-works={finding.browser}
      data-agreement={isAgreed}
      className={clsx(
        'inline-flex items-center gap-1.5',
        isAgreed ? 'text-muted' : 'font-medium text-danger',
      )}
    >
      {variant} {finding.browser ? 'works' : 'fails'}
      {isAgreed ? '' : ', the model disagrees'}
      <Icon aria-hidden className={clsx('size-3.5', finding.browser ? 'text-ink' : 'text-danger')} />
    </span>
  )
}
