'use client'

import { RotateCw } from 'lucide-react'
import { type FormEvent, useId, useMemo, useState } from 'react'
import { verdictText } from '../bench/verdicts.tsx'
import { type Edits, editablesOf, edited } from '../edits.ts'
import { simulate, simulatedPlaces } from '../simulate.ts'
import type { Scenario } from '../types.ts'
import { Button } from '../ui/button.tsx'
import { engineNames, useEngines } from '../ui/engines.ts'
import { FilmView } from './film-view.tsx'
import { cookieJudgeFor, stepsOfResults } from './lesson.ts'

/** Lets the reader change the headers of a lesson and run it again, by the model of each browser. Nothing is sent. */
export function EditedLesson({ scenario }: { scenario: Scenario }) {
  const [edits, setEdits] = useState<Edits | null>(null)
  return (
    <section aria-labelledby="edit-headers" className="mt-10">
      <h2 id="edit-headers" className="font-semibold text-lg">
        Change the headers, and run it again
      </h2>
      <p className="mt-1 max-w-2xl text-muted text-sm">
        These are the headers of the broken variant. The models of the three browsers play what you write;
        nothing is sent.
      </p>
      <Headers scenario={scenario} onRun={setEdits} />
      {edits !== null && <Outcome scenario={edited(scenario, 'broken', edits)} />}
    </section>
  )
}

function Headers({ scenario, onRun }: { scenario: Scenario; onRun: (edits: Edits) => void }) {
  const id = useId()
  const editables = useMemo(() => editablesOf(scenario, 'broken'), [scenario])
  function run(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    onRun(Object.fromEntries(editables.map(({ key }) => [key, String(form.get(key) ?? '')])))
  }
  return (
    <form onSubmit={run} className="mt-4">
      <div className="grid gap-4 md:grid-cols-2">
        {editables.map(({ key, text, title }) => (
          <div key={key}>
            <label htmlFor={`${id}-${key}`} className="font-medium text-sm">
              {title}
            </label>
            <textarea
              id={`${id}-${key}`}
              name={key}
              rows={Math.max(3, text.split('\n').length + 1)}
              defaultValue={text}
              spellCheck={false}
              autoCapitalize="none"
              className="mt-1.5 block w-full resize-y rounded-control border border-control/70 bg-surface p-3 font-mono text-base leading-6 sm:text-xs"
            />
          </div>
        ))}
      </div>
      <Button type="submit" variant="secondary" className="mt-4">
        <RotateCw aria-hidden className="size-4" />
        Run with these headers
      </Button>
    </form>
  )
}

function Outcome({ scenario }: { scenario: Scenario }) {
  const engines = useEngines()
  const played = useMemo(
    () => engines.map((engine) => ({ engine, ...simulate(scenario, 'broken', engine) })),
    [engines, scenario],
  )
  const [own] = played
  if (own === undefined) return null
  const { page } = simulatedPlaces
  const sameSite = own.results.at(-1)?.call.to !== 'third'
  return (
    <div className="mt-6" data-edited={own.finding.model === true ? 'works' : 'fails'}>
      <div role="status">
        <ul className="flex flex-col gap-1 text-sm">
          {played.map(({ engine, finding, results }) => {
            const verdict = results.at(-1)?.replay.verdict
            return (
              <li key={engine}>
                <span className="font-medium">
                  {engineNames[engine]}: it{' '}
                  {finding.model === true ? 'works' : finding.model === null ? 'depends' : 'fails'}.
                </span>{' '}
                <span className="text-muted">{finding.expected ?? (verdict && verdictText(verdict))}</span>
              </li>
            )
          })}
        </ul>
      </div>
      <div className="mt-4 rounded-card border border-line bg-surface p-3 sm:p-5">
        <FilmView
          steps={stepsOfResults(own.results, page)}
          judgeCookie={cookieJudgeFor(own.results, { page, sameSite, engine: own.engine })}
        />
      </div>
    </div>
  )
}
