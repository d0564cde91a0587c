'use client'

import type { FetchRequest } from '@next-cross-origin/browser'
import { type Framework, frameworks, type Judgement, recipeFor, recipes } from '@next-cross-origin/doctor'
import { useEffect, useState } from 'react'
import { usePlace } from '../ui/bench-context.tsx'
import { Button } from '../ui/button.tsx'
import { withCode } from './result-view.tsx'

const places = {
  server: 'on the server',
  client: 'in the page',
  gateway: 'in front of the application',
} as const

/** Says what to change, and writes it as code for the software that the reader chooses. */
export function FixView({ judgement, request }: { judgement: Judgement; request: FetchRequest | null }) {
  const { diagnosis, examination } = judgement
  const { fix, responder } = diagnosis
  if (fix === null) return null
  const exchanges = examination?.exchanges ?? []
  return (
    <section aria-labelledby="fix">
      <h3 id="fix" className="font-semibold text-lg">
        The fix, {places[fix.side]}
      </h3>
      <p className="mt-1 max-w-prose">{withCode(fix.text)}</p>
      {fix.lines.length > 0 && (
        <pre className="mt-3 overflow-x-auto rounded-card border border-line bg-surface p-4 font-mono text-xs leading-5">
          {fix.lines.join('\n')}
        </pre>
      )}
      {fix.lines.length > 1 && request !== null && (
        <RecipePicker
          request={request}
          exchanges={exchanges}
          detected={responder.framework}
          detectedName={responder.name}
        />
      )}
    </section>
  )
}

const remembered = 'bench-framework'

/** Reads the framework that the reader chose last; storage may be forbidden. */
function readChoice(): Framework | null {
  try {
    const stored = window.localStorage.getItem(remembered)
    return frameworks.find((each) => each === stored) ?? null
  } catch {
    return null
  }
}

function keepChoice(framework: Framework): void {
  try {
    window.localStorage.setItem(remembered, framework)
  } catch {
    // The choice then lasts for this page view.
  }
}

/** Shows the policy as code for one server, and remembers which one the reader chose. */
export function RecipePicker({
  request,
  exchanges,
  detected,
  detectedName,
}: {
  request: FetchRequest
  exchanges: Parameters<typeof recipeFor>[2]
  detected: Framework | null
  detectedName: string | null
}) {
  const { announce } = usePlace()
  const [chosen, setChosen] = useState<Framework>(detected ?? 'next')
  useEffect(() => {
    const choice = detected ?? readChoice()
    if (choice !== null) setChosen(choice)
  }, [detected])
  const recipe = recipeFor(chosen, request, exchanges)
  return (
    <div className="mt-5">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <FrameworkChoice
          chosen={chosen}
          choices={recipes(request, exchanges)}
          onChange={(next) => {
            setChosen(next)
            keepChoice(next)
          }}
        />
        <Button
          variant="secondary"
          size="sm"
          onClick={() =>
            void navigator.clipboard.writeText(recipe.code).then(
              () => announce('Code copied'),
              () => announce('The browser refused the clipboard'),
            )
          }
        >
          Copy the code
        </Button>
      </div>
      {detectedName !== null && (
        <p className="mt-2 text-muted text-sm">The answer looks like it comes from {detectedName}.</p>
      )}
      <p className="mt-3 text-muted text-sm">{withCode(recipe.place)}</p>
      <pre
        data-recipe={recipe.framework}
        className="mt-2 overflow-x-auto rounded-card border border-line bg-surface p-4 font-mono text-xs leading-5"
      >
        {recipe.code}
      </pre>
      <p className="mt-2 text-muted text-xs">
        {recipe.executed
          ? 'A test of this project runs this code in the real software.'
          : 'Written from the documentation; no test of this project runs it.'}
      </p>
    </div>
  )
}

function FrameworkChoice({
  chosen,
  choices,
  onChange,
}: {
  chosen: Framework
  choices: ReturnType<typeof recipes>
  onChange: (framework: Framework) => void
}) {
  return (
    <div>
      <label htmlFor="framework" className="font-medium text-sm">
        As code for
      </label>
      <select
        id="framework"
        value={chosen}
        onChange={(event) => onChange(frameworks.find((each) => each === event.target.value) ?? 'next')}
        className="mt-1 block h-10 rounded-control border border-control/70 bg-surface px-3 text-base sm:text-sm"
      >
        {choices.map(({ framework, title }) => (
          <option key={framework} value={framework}>
            {title}
          </option>
        ))}
      </select>
    </div>
  )
}
