'use client'

import { useMemo } from 'react'
import type { LabOrigins } from '../bench/lab-origins.ts'
import type { Run } from '../bench/perform.ts'
import { engineOf } from '../engine.ts'
import { changedHeaders } from '../simulate.ts'
import type { Scenario } from '../types.ts'
import { CodeBeside } from './code-beside.tsx'
import { FilmView } from './film-view.tsx'
import { cookieJudgeFor, stepsOfResults } from './lesson.ts'

/** Plays what the reader's browser has just performed. */
export function LessonFilm({
  scenario,
  run,
  origins,
  pageOrigin,
}: {
  scenario: Scenario
  run: Run
  origins: LabOrigins
  pageOrigin: string
}) {
  const film = useMemo(() => {
    const engine = engineOf(navigator.userAgent)
    const sameSite = origins.sameSite[run.results.at(-1)?.call.to ?? 'api']
    return {
      steps: stepsOfResults(run.results, pageOrigin),
      judgeCookie: cookieJudgeFor(run.results, { page: pageOrigin, sameSite, engine }),
      changed: run.variant === 'fixed' ? changedHeaders(scenario) : undefined,
    }
  }, [scenario, run, origins, pageOrigin])
  return <FilmView {...film} beside={(frame) => <CodeBeside frame={frame} />} />
}
