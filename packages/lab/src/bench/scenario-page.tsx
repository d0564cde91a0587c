'use client'

import { ArrowLeft, ArrowRight } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import { EditedLesson } from '../film/edited-lesson.tsx'
import { SimulatedLesson } from '../film/simulated-lesson.tsx'
import { findScenario, scenarios, themes } from '../scenarios.ts'
import type { Scenario } from '../types.ts'
import { type Deployment, Link, usePlace } from '../ui/bench-context.tsx'
import { Bench } from './bench.tsx'
import { labOrigins } from './lab-origins.ts'
import { WhyAndFix } from './why-and-fix.tsx'

/** One lesson: what is tried, the bench that performs it, why it fails, and the fix. */
export function ScenarioPage({ id }: { id: string }) {
  const { deployment } = usePlace()
  const scenario = findScenario(id)
  if (scenario === null) return null
  const theme = themes.find((each) => each.scenarios.includes(scenario))
  const position = scenarios.indexOf(scenario)
  return (
    <article>
      <p className="text-muted text-sm">{theme?.title}</p>
      <h1 className="mt-1 font-semibold text-xl">{scenario.title}</h1>
      <p className="mt-2 max-w-2xl text-muted">{scenario.story}</p>
      <div className="mt-8">
        <Performed scenario={scenario} deployment={deployment}>
          <WhyAndFix lesson={scenario} />
        </Performed>
      </div>
      <EditedLesson key={scenario.id} scenario={scenario} />
      <nav aria-label="More scenarios" className="mt-14 grid gap-4 border-line border-t pt-6 sm:grid-cols-2">
        <Neighbour scenario={scenarios[position - 1]} direction="previous" />
        <Neighbour scenario={scenarios[position + 1]} direction="next" />
      </nav>
    </article>
  )
}

/** Lets the reader's browser perform the lesson; where no API runs, the model of the browser plays it. */
function Performed({
  scenario,
  deployment,
  children,
}: {
  scenario: Scenario
  deployment: Deployment | null
  children: ReactNode
}) {
  const origins = useMemo(() => (deployment === null ? null : labOrigins(deployment)), [deployment])
  if (origins !== null)
    return (
      <Bench scenario={scenario} origins={origins}>
        {children}
      </Bench>
    )
  return (
    <>
      <SimulatedLesson scenario={scenario} />
      <div className="mt-10">{children}</div>
    </>
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
