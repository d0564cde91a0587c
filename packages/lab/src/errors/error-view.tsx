'use client'

import { diagnose, responderOf } from '@next-cross-origin/doctor'
import { RecipePicker } from '../doctor-page/fix-view.tsx'
import { withCode } from '../doctor-page/result-view.tsx'
import { nothingGiven, toFragment } from '../doctor-page/shared-case.ts'
import { Link } from '../ui/bench-context.tsx'
import { engineNames, useEngines } from '../ui/engines.ts'
import { OriginCompare } from '../ui/origin-compare.tsx'
import { type ErrorEntry, findError } from './catalogue.ts'
import { ExchangePicture } from './exchange-picture.tsx'
import { wordingsOf } from './wordings.ts'

/** Explains one message: its wordings, its meaning, the picture, the fix as code, and where to go on. */
export function ErrorView({ id }: { id: string }) {
  const engines = useEngines()
  const entry = findError(id)
  if (entry === null) return null
  const { request, lesson, meaning, title } = entry
  const { examination, messages } = wordingsOf(entry)
  const diagnosis = examination === null ? null : diagnose(request, examination)
  const guilty = diagnosis?.guilty ?? null
  const answer = guilty === null ? null : examination?.exchanges[guilty.exchange]?.response
  const own = engines.map((engine) => messages[engine]).find((message) => message !== null) ?? title
  return (
    <article className="flex flex-col gap-10">
      <header className="max-w-3xl">
        <p className="text-sm">
          <Link href="/errors" className="text-muted underline underline-offset-4 hover:text-ink">
            Every message
          </Link>
        </p>
        <h1 className="mt-2 text-balance break-words font-semibold text-xl">{title}</h1>
        <p className="mt-3 max-w-prose">{meaning}</p>
      </header>
      <Wordings entry={entry} />
      {examination !== null && examination.exchanges.length > 0 && (
        <figure className="rounded-card border border-line bg-surface p-3 sm:p-5">
          <ExchangePicture origin={request.origin} examination={examination} />
        </figure>
      )}
      {guilty?.expected != null && (
        <OriginCompare
          sent={guilty.expected}
          received={guilty.header === null ? null : (answer?.headers[guilty.header]?.[1] ?? null)}
        />
      )}
      {diagnosis?.fix != null && (
        <section aria-labelledby="fix">
          <h2 id="fix" className="font-semibold text-lg">
            The fix
          </h2>
          <p className="mt-1 max-w-prose">{withCode(diagnosis.fix.text)}</p>
          {diagnosis.fix.lines.length > 1 && (
            <RecipePicker
              request={request}
              exchanges={examination?.exchanges ?? []}
              detected={responderOf(null).framework}
              detectedName={null}
            />
          )}
        </section>
      )}
      <GoOn message={own} lesson={lesson} />
    </article>
  )
}

/** Lists how each browser words the message, the reader's own first. */
function Wordings({ entry }: { entry: ErrorEntry }) {
  const engines = useEngines()
  const { messages } = wordingsOf(entry)
  const { chromium, firefox } = entry
  return (
    <dl className="rounded-card border border-line bg-surface">
      {engines
        .filter((engine) => messages[engine] !== null)
        .map((engine) => (
          <div key={engine} className="px-4 py-3 not-first:border-line not-first:border-t">
            <dt className="font-medium text-sm">
              {engineNames[engine]} writes
              {engine === 'chromium' && chromium.length > 0 && (
                <span className="ml-2 break-all font-mono font-normal text-muted text-xs">
                  {chromium.join(', ')}
                </span>
              )}
              {engine === 'firefox' && firefox !== null && (
                <span className="ml-2 break-all font-mono font-normal text-muted text-xs">{firefox}</span>
              )}
            </dt>
            <dd className="mt-1 break-words font-mono text-xs leading-5">{messages[engine]}</dd>
          </div>
        ))}
    </dl>
  )
}

function GoOn({ message, lesson }: { message: string; lesson: string | null }) {
  return (
    <nav aria-label="Go on" className="flex flex-wrap gap-x-8 gap-y-3 border-line border-t pt-6">
      <Link
        href={`/doctor#${toFragment({ ...nothingGiven, text: message }) ?? ''}`}
        className="font-medium underline underline-offset-4"
      >
        Open this message in the doctor
      </Link>
      {lesson !== null && (
        <Link href={`/lab/${lesson}`} className="font-medium underline underline-offset-4">
          See your own browser do it
        </Link>
      )}
    </nav>
  )
}
