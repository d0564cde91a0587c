'use client'

import { useState } from 'react'
import { SimulatedLesson } from '../film/simulated-lesson.tsx'
import { findScenario } from '../scenarios.ts'
import type { Scenario } from '../types.ts'
import { Link } from '../ui/bench-context.tsx'

/** Offers the lessons that a paragraph links to: each opens below it and is played. */
export function LessonInPlace({ lessons }: { lessons: readonly string[] }) {
  const found = lessons.flatMap((id) => findScenario(id) ?? [])
  if (found.length === 0) return null
  return (
    <div className="my-4 flex flex-col gap-2">
      {found.map((scenario) => (
        <Lesson key={scenario.id} scenario={scenario} />
      ))}
    </div>
  )
}

function Lesson({ scenario }: { scenario: Scenario }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <details
      className="rounded-card border border-line bg-surface"
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
    >
      <summary className="cursor-pointer rounded-card px-4 py-2.5 text-sm">
        <span className="text-muted">Watch:</span> <span className="font-medium">{scenario.title}</span>
      </summary>
      {isOpen && (
        <div className="border-line border-t p-4">
          <p className="mb-4 max-w-prose text-sm">{scenario.why}</p>
          <SimulatedLesson scenario={scenario} />
          <p className="mt-4 text-sm">
            <Link href={`/lab/${scenario.id}`} className="underline underline-offset-4">
              Open the lesson
            </Link>
          </p>
        </div>
      )}
    </details>
  )
}
