'use client'

import { useMemo, useState } from 'react'
import { VariantSwitch } from '../bench/variant-switch.tsx'
import { changedHeaders, simulate, simulatedPlaces } from '../simulate.ts'
import type { Scenario, VariantName } from '../types.ts'
import { engineNames, useEngines } from '../ui/engines.ts'
import { CodeBeside } from './code-beside.tsx'
import { EngineNote } from './engine-note.tsx'
import { FilmView } from './film-view.tsx'
import { cookieJudgeFor, stepsOfResults } from './lesson.ts'

/** Plays a lesson as the model of the reader's own browser performs it. Nothing is sent. */
export function SimulatedLesson({ scenario }: { scenario: Scenario }) {
  const [engine = 'chromium'] = useEngines()
  const [variant, setVariant] = useState<VariantName>('broken')
  const film = useMemo(() => {
    const { results } = simulate(scenario, variant, engine)
    const { page } = simulatedPlaces
    const sameSite = results.at(-1)?.call.to !== 'third'
    return {
      steps: stepsOfResults(results, page),
      judgeCookie: cookieJudgeFor(results, { page, sameSite, engine }),
      changed: variant === 'fixed' ? changedHeaders(scenario) : undefined,
    }
  }, [scenario, variant, engine])
  return (
    <div data-simulated={`${scenario.id}:${variant}`}>
      <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        <VariantSwitch name={`variant-${scenario.id}`} variant={variant} onChange={setVariant} />
        <p className="text-muted text-xs">
          Played by the model of {engineNames[engine]}, which the tests compare with the real browser. Nothing
          is sent.
        </p>
      </div>
      <EngineNote scenario={scenario} />
      <FilmView key={variant} {...film} beside={(frame) => <CodeBeside frame={frame} />} />
    </div>
  )
}
