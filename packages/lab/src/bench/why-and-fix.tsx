import type { Scenario } from '../types.ts'
import { Code } from './code.tsx'

/** Says why a lesson's call fails, and what to change on which side. */
export function WhyAndFix({ lesson: { why, fix } }: { lesson: Pick<Scenario, 'why' | 'fix'> }) {
  return (
    <div className="grid gap-x-10 gap-y-8 md:grid-cols-2">
      <section aria-labelledby="why" className="border-ink border-t pt-4">
        <h2 id="why" className="font-semibold">
          Why
        </h2>
        <p className="mt-1.5 max-w-prose">{why}</p>
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
  )
}
