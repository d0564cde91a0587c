'use client'

import { ArrowLeft, ArrowRight } from 'lucide-react'
import { useMemo } from 'react'
import { findScenario, scenarios, themes } from '../scenarios.ts'
import type { Scenario } from '../types.ts'
import { Link, useDeployment } from '../ui/bench-context.tsx'
import { Bench } from './bench.tsx'
import { Code } from './code.tsx'
import { labOrigins } from './lab-origins.ts'

/** One lesson: what is tried, the bench that performs it, why it fails, and the fix. */
export function ScenarioPage({ id }: { id: string }) {
  const deployment = useDeployment()
  const origins = useMemo(() => labOrigins(deployment), [deployment])
  const scenario = findScenario(id)
  if (scenario === null) return null
  const theme = themes.find((each) => each.scenarios.includes(scenario))
  const position = scenarios.indexOf(scenario)
  const { fix } = scenario
  return (
    <article>
      <p className="text-muted text-sm">{theme?.title}</p>
      <h1 className="mt-1 font-semibold text-xl">{scenario.title}</h1>
      <p className="mt-2 max-w-2xl text-muted">{scenario.story}</p>
      <div className="mt-8">
        <Bench scenario={scenario} origins={origins}>
          <div className="grid gap-x-10 gap-y-8 md:grid-cols-2">
            <section aria-labelledby="why" className="border-ink border-t pt-4">
              <h2 id="why" className="font-semibold">
                Why
              </h2>
              <p className="mt-1.5 max-w-prose">{scenario.why}</p>
            </section>
            <section aria-labelledby="fix" className="border-ink border-t pt-4">
              <h2 id="fix" className="font-semibold">
                The fix, on the {fix.side}’s side
              </h2>
              <p className="mt-1.5 max-w-prose">{fix.what}</p>
            </section>
            <div className="md:col-span-2">
              <Code label={fix.where} text={fix.code} />
            </div>
          </div>
        </Bench>
      </div>
      <nav aria-label="More scenarios" className="mt-14 grid gap-4 border-line border-t pt-6 sm:grid-cols-2">
        <Neighbour scenario={scenarios[position - 1]} direction="previous" />
        <Neighbour scenario={scenarios[position + 1]} direction="next" />
      </nav>
    </article>
  )
}

function Neighbour({
  scenario,
  direction,
}: {
  scenario: Scenario | undefined
  direction: 'previous' | 'next'
}) {
  if (scenario === undefined) return <span className="hidden sm:block" />
  const isNext = direction === 'next'
  return (
    <Link
      href={`/lab/${scenario.id}`}
      className={`group flex items-center gap-3 rounded-control py-2 ${isNext ? 'sm:flex-row-reverse sm:text-right' : ''}`}
    >
      {isNext ? (
        <ArrowRight aria-hidden className="size-5 shrink-0 text-muted group-hover:text-ink" />
      ) : (
        <ArrowLeft aria-hidden className="size-5 shrink-0 text-muted group-hover:text-ink" />
      )}
      <span>
        <span className="block text-muted text-xs">{isNext ? 'Next' : 'Before'}</span>
        <span className="font-medium group-hover:underline group-hover:underline-offset-4">
          {scenario.title}
        </span>
      </span>
    </Link>
  )
}
