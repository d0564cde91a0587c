import { simulate } from '../simulate.ts'
import type { Scenario } from '../types.ts'
import { engineNames } from '../ui/engines.ts'
import { Notice } from '../ui/notice.tsx'

const engines = ['chromium', 'firefox', 'webkit'] as const

/** Returns the engines in which a lesson goes otherwise than its text says: the fix fails, or the broken call works. */
export function exceptionsOf(scenario: Scenario): readonly string[] {
  return engines.flatMap((engine) => {
    const works = (variant: 'broken' | 'fixed') => simulate(scenario, variant, engine).finding.model
    const name = engineNames[engine]
    return [
      ...(works('fixed') === false
        ? [`In ${name} the fix is itself a fault when the API is served over plain http, as on this machine.`]
        : []),
      ...(works('broken') === true ? [`In ${name} the broken variant works.`] : []),
    ]
  })
}

/** Says where an engine contradicts a lesson; nothing where all three agree with its text. */
export function EngineNote({ scenario }: { scenario: Scenario }) {
  const exceptions = exceptionsOf(scenario)
  if (exceptions.length === 0) return null
  return (
    <div className="mb-6" data-exceptions={exceptions.length}>
      <Notice title="Not in every browser">
        {exceptions.map((exception) => (
          <p key={exception}>{exception}</p>
        ))}
      </Notice>
    </div>
  )
}
