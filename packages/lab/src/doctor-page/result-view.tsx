'use client'

import type { Verdict } from '@next-cross-origin/browser'
import type { Case, Judgement } from '@next-cross-origin/doctor'
import { placeOf, requestOf } from '@next-cross-origin/doctor'
import clsx from 'clsx'
import { Check, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { lessonFor } from '../lessons.ts'
import { Link, usePlace } from '../ui/bench-context.tsx'
import { engineNames, useEngines } from '../ui/engines.ts'
import { OriginCompare } from '../ui/origin-compare.tsx'
import { CookieTable } from './cookie-table.tsx'
import { FixView } from './fix-view.tsx'
import { answersAsText } from './reading.ts'
import type { Given } from './shared-case.ts'
import { TryHere } from './try-here.tsx'

/** Shows a diagnosis: the verdict, the line that decided, the comparison, the fix, the cookies, the server's side. */
export function ResultView({
  given,
  found,
  judgement,
  problem,
  onChange,
}: {
  given: Given
  found: Case
  judgement: Judgement
  problem: string | null
  onChange: (given: Given) => void
}) {
  const { diagnosis, examination, result } = judgement
  const request = requestOf(found)
  const lesson = lessonFor(diagnosis.cause)
  return (
    <section aria-labelledby="verdict" className="mt-8 flex flex-col gap-10">
      <div className="grid gap-x-10 gap-y-6 lg:grid-cols-[3fr_2fr]">
        <div role="status">
          <Headline
            allowed={result.verdict === 'allowed'}
            cause={diagnosis.cause}
            losesCookie={result.warnings.includes('cookie-dropped')}
          />
          <p className="mt-3 max-w-prose">{withCode(diagnosis.explanation)}</p>
          {found.isReconstructed && (
            <p className="mt-2 text-muted text-sm">
              The message says only part of the answer. Paste the response headers below to be certain.
            </p>
          )}
        </div>
        {examination !== null && <Engines judgement={judgement} />}
      </div>
      <Fault given={given} judgement={judgement} />
      <FixView judgement={judgement} request={request} />
      <LessonLink lesson={lesson} />
      <Readable judgement={judgement} />
      {result.cookies.length > 0 && request !== null && (
        <CookieTable cookies={result.cookies} request={request} />
      )}
      {request !== null && <TryHere request={request} />}
      {examination !== null && (
        <ServerSide given={given} judgement={judgement} problem={problem} onChange={onChange} />
      )}
    </section>
  )
}

function Headline({
  allowed,
  cause,
  losesCookie,
}: {
  allowed: boolean
  cause: string
  losesCookie: boolean
}) {
  const Icon = allowed ? Check : X
  return (
    <div className="flex items-start gap-4">
      <span
        className={clsx(
          'mt-0.5 grid size-9 shrink-0 place-items-center rounded-full',
          allowed ? 'bg-ink text-paper' : 'bg-danger text-surface',
        )}
      >
        <Icon aria-hidden strokeWidth={2.5} className="size-5" />
      </span>
      <div className="min-w-0">
        <h2 id="verdict" className="font-semibold text-xl">
          {!allowed
            ? 'The browser blocks it'
            : losesCookie
              ? 'The page gets the answer, and a cookie is lost'
              : 'The page gets the answer'}
        </h2>
        <p className="break-words font-mono text-muted text-sm">{cause}</p>
      </div>
    </div>
  )
}

/** Says what each engine makes of the same answers, and what its console writes; the reader's own comes first. */
function Engines({ judgement: { examination, result } }: { judgement: Judgement }) {
  const engines = useEngines()
  if (examination === null) return null
  return (
    <dl className="self-start rounded-card border border-line bg-surface text-sm">
      {engines.map((engine) => {
        const verdict: Verdict | null = examination.browsers[engine]
        const message = result.console[engine]
        return (
          <div
            key={engine}
            data-engine={engine}
            className="px-4 py-3 not-first:border-line not-first:border-t"
          >
            <dt className="flex items-center gap-2 font-medium">
              {verdict?.allowed ? (
                <Check aria-hidden className="size-4" />
              ) : (
                <X aria-hidden className="size-4 text-danger" />
              )}
              {engineNames[engine]}
              <span className="font-normal text-muted">{verdict?.allowed ? 'allows it' : 'blocks it'}</span>
            </dt>
            {message !== null && (
              <dd className="mt-1 break-words font-mono text-muted text-xs leading-5">{message}</dd>
            )}
          </div>
        )
      })}
    </dl>
  )
}

/** Marks the line that decided in what was pasted, and compares the two origins where they were compared. */
function Fault({ given, judgement: { diagnosis, examination } }: { given: Given; judgement: Judgement }) {
  const { guilty } = diagnosis
  const answer = guilty === null ? null : examination?.exchanges[guilty.exchange]?.response
  const line = guilty?.header == null ? null : (answer?.headers[guilty.header] ?? null)
  const shown = given.answer === '' ? given.text : given.answer
  const place = guilty === null ? null : placeOf(shown, guilty, line?.[0] ?? null)
  const isCompared = guilty?.expected != null
  const isAbsent = guilty !== null && guilty.header === null && guilty.name !== null
  return (
    <section aria-labelledby="fault" className="grid gap-6 lg:grid-cols-2">
      <div className="min-w-0">
        <h3 id="fault" className="font-semibold">
          {guilty === null ? 'What you pasted' : 'The line that decided'}
        </h3>
        <pre className="mt-2 max-h-72 overflow-auto whitespace-pre-wrap break-words rounded-card border border-line bg-surface p-4 font-mono text-xs leading-5">
          {place === null ? (
            shown
          ) : (
            <>
              {shown.slice(0, place.start)}
              <mark
                data-guilty
                className="rounded bg-danger-soft px-0.5 text-danger outline-1 outline-danger/50"
              >
                {shown.slice(place.start, place.end)}
              </mark>
              {shown.slice(place.end)}
            </>
          )}
          {isAbsent && (
            <span className="mt-2 block w-fit rounded border border-danger/60 border-dashed px-2 py-0.5 text-danger">
              {guilty.name}: never sent
            </span>
          )}
        </pre>
      </div>
      {isCompared && (
        <div className="min-w-0">
          <h3 className="font-semibold">The comparison</h3>
          <div className="mt-2">
            <OriginCompare sent={guilty.expected ?? ''} received={line?.[1] ?? null} />
          </div>
        </div>
      )}
    </section>
  )
}

function LessonLink({ lesson }: { lesson: string | null }) {
  const { deployment } = usePlace()
  if (lesson === null || deployment === null) return null
  return (
    <p>
      <Link href={`/lab/${lesson}`} className="font-medium underline underline-offset-4">
        See your own browser do it, broken and fixed
      </Link>
    </p>
  )
}

/** Says what a script reads of the answer, and how long no preflight is asked again. */
function Readable({ judgement: { result } }: { judgement: Judgement }) {
  const engines = useEngines()
  if (result.readable === null) return null
  const { exposed, hidden, preflightRemembered } = result.readable
  return (
    <section aria-labelledby="readable">
      <h3 id="readable" className="font-semibold">
        What the page may read
      </h3>
      <dl className="mt-2 grid gap-x-6 gap-y-1 text-sm sm:grid-cols-[auto_1fr]">
        <dt className="text-muted">Headers</dt>
        <dd className="break-words font-mono">{exposed.join(', ') || 'none'}</dd>
        {hidden.length > 0 && (
          <>
            <dt className="text-muted">Hidden, until Access-Control-Expose-Headers names them</dt>
            <dd className="break-words font-mono">{hidden.join(', ')}</dd>
          </>
        )}
        {preflightRemembered !== null && (
          <>
            <dt className="text-muted">Preflight asked again after</dt>
            <dd>
              {engines.map((engine) => `${engineNames[engine]}: ${preflightRemembered[engine]} s`).join('; ')}
            </dd>
          </>
        )}
      </dl>
      <p className="mt-2 text-muted text-sm">
        If your browser blocks it all the same, a service worker, an extension or a cached answer stands in
        between. Try a private window.
      </p>
    </section>
  )
}

/** Lets the reader change the server's answers, and judges them again at every change. */
function ServerSide({
  given,
  judgement,
  problem,
  onChange,
}: {
  given: Given
  judgement: Judgement
  problem: string | null
  onChange: (given: Given) => void
}) {
  const text = given.answer === '' ? answersAsText(judgement) : given.answer
  return (
    <section aria-labelledby="server-side">
      <h3 id="server-side" className="font-semibold">
        Change the server’s side
      </h3>
      <label htmlFor="server-answers" className="mt-1 block text-muted text-sm">
        Edit the status and the headers that the server answers. The verdict above follows at once.
      </label>
      <textarea
        id="server-answers"
        name="server-answers"
        spellCheck={false}
        autoCapitalize="none"
        rows={Math.min(16, Math.max(5, text.split('\n').length + 1))}
        value={text}
        onChange={(event) => onChange({ ...given, answer: event.target.value })}
        aria-invalid={problem === null ? undefined : true}
        className="mt-2 block w-full resize-y rounded-card border border-control/70 bg-surface p-4 font-mono text-base leading-5 hover:border-ink/60 sm:text-xs"
      />
      {problem !== null && <p className="mt-1 text-danger text-sm">{problem}</p>}
    </section>
  )
}

/** Sets what the doctor's texts quote with backticks as code. */
export function withCode(text: string): ReactNode {
  return text.split('`').map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <code key={index} className="break-all rounded bg-sunken px-1 py-px font-mono text-[0.85em]">
        {part}
      </code>
    ),
  )
}
