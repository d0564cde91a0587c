'use client'

import clsx from 'clsx'
import { ArrowRight } from 'lucide-react'
import Markdown from 'markdown-to-jsx'
import { type ReactNode, useMemo, useState } from 'react'
import { RecordedFilm } from '../film/recorded-film.tsx'
import { Link, usePlace } from '../ui/bench-context.tsx'
import { BlockView } from './block-view.tsx'
import { ChapterRunner, type RunResult } from './chapter-runner.tsx'
import { LessonInPlace } from './lesson-in-place.tsx'
import { pageOfLink, piecesOf } from './text.ts'

/** The chapters as the list of contents names them. */
type Contents = readonly { readonly id: string; readonly title: string }[]

/** Shows a chapter of the tutorial: the same Markdown as on GitHub, with blocks that run and lessons that open in place. */
export function ChapterView({
  id,
  chapters,
  markdown,
}: {
  id: string
  chapters: Contents
  markdown: string
}) {
  const { deployment } = usePlace()
  const pieces = useMemo(() => piecesOf(markdown), [markdown])
  const [results, setResults] = useState<readonly RunResult[]>([])
  const next = chapters[chapters.findIndex((chapter) => chapter.id === id) + 1]
  return (
    <div className="grid gap-x-12 gap-y-8 lg:grid-cols-[14rem_minmax(0,1fr)]">
      <ContentsList chapters={chapters} here={id} />
      <article className="min-w-0 max-w-3xl">
        {pieces.map((piece, index) =>
          piece.kind === 'text' ? (
            <Prose key={`text-${String(index)}`} markdown={piece.markdown} />
          ) : (
            <BlockView
              key={piece.block.line}
              chapter={id}
              block={piece.block}
              result={results.find(({ line }) => line === piece.block.line) ?? null}
            />
          ),
        )}
        {id !== '' && deployment !== null && <ChapterRunner chapter={id} onResults={setResults} />}
        {(id === '' || id.startsWith('09')) && <RecordedFilm />}
        {next !== undefined && (
          <p className="mt-10 border-line border-t pt-6">
            <Link href={`/learn/${next.id}`} className="group inline-flex items-center gap-2 font-medium">
              Next: {next.title}
              <ArrowRight
                aria-hidden
                className="size-4 transition-transform motion-safe:group-hover:translate-x-1"
              />
            </Link>
          </p>
        )}
      </article>
    </div>
  )
}

function ContentsList({ chapters, here }: { chapters: Contents; here: string }) {
  return (
    <nav aria-label="Chapters" className="text-sm lg:sticky lg:top-6 lg:self-start">
      <ol className="flex flex-wrap gap-x-4 gap-y-1 lg:flex-col">
        {chapters.map(({ id, title }) => (
          <li key={id}>
            <Link
              href={id === '' ? '/learn' : `/learn/${id}`}
              aria-current={id === here ? 'page' : undefined}
              className={clsx(
                'inline-block rounded py-1',
                id === here
                  ? 'font-medium text-ink underline underline-offset-4'
                  : 'text-muted hover:text-ink',
              )}
            >
              {id === '' ? 'Start here' : title}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  )
}

/** Shows running text. A link to a lesson opens the lesson below the paragraph as well. */
function Prose({ markdown }: { markdown: string }) {
  return (
    <>
      <Markdown
        options={{ overrides, forceBlock: true, disableParsingRawHTML: true }}
        className="prose-bench"
      >
        {withoutNext(markdown)}
      </Markdown>
      <LessonInPlace lessons={lessonsIn(markdown)} />
    </>
  )
}

/** The chapters end with a link to the next one, which the page shows as a button. */
function withoutNext(markdown: string): string {
  return markdown.replace(/^Next: \[.*$/m, '')
}

function lessonsIn(markdown: string): string[] {
  return [...new Set([...markdown.matchAll(/\.\.\/lessons\.md#([\w-]+)/g)].map(([, id = '']) => id))]
}

function MarkdownLink({ href = '', children }: { href?: string; children?: ReactNode }) {
  const { deployment } = usePlace()
  const page = pageOfLink(href)
  // That page asks the policy of a running API.
  if (page === '/lab/your-request' && deployment === null) return <span>{children}</span>
  const look = 'underline underline-offset-4 hover:decoration-2'
  // A file of the repository has no page here.
  if (page === null && !/^https?:/.test(href)) {
    return (
      <span>
        {children} (<code className="font-mono text-[0.9em]">{href.replace(/^(\.\.\/)+/, 'docs/')}</code>)
      </span>
    )
  }
  return page === null ? (
    <a href={href} className={look}>
      {children}
    </a>
  ) : (
    <Link href={page} className={look}>
      {children}
    </Link>
  )
}

const styled = (className: string) => ({ props: { className } })

const overrides = {
  a: { component: MarkdownLink },
  h1: styled('mb-4 text-balance font-semibold text-xl'),
  h2: styled('mt-10 mb-3 text-balance font-semibold text-lg'),
  h3: styled('mt-6 mb-2 font-semibold'),
  p: styled('my-3 max-w-prose'),
  ul: styled('my-3 flex max-w-prose list-disc flex-col gap-1.5 pl-5'),
  ol: styled('my-3 flex max-w-prose list-decimal flex-col gap-1.5 pl-5'),
  code: styled('rounded bg-sunken px-1 py-0.5 font-mono text-[0.9em] [overflow-wrap:anywhere]'),
  table: styled('my-4 block max-w-full overflow-x-auto text-sm'),
  th: styled('border-line border-b px-2 py-1 text-left font-medium'),
  td: styled('border-line border-b px-2 py-1 align-top'),
}
