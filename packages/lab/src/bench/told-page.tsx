import { findTold } from '../scenarios.ts'
import { WhyAndFix } from './why-and-fix.tsx'

/** Shows a lesson that a page cannot perform: what happens, what one sees of it, why, and the fix. */
export function ToldPage({ id }: { id: string }) {
  const lesson = findTold(id)
  if (lesson === null) return null
  return (
    <article>
      <p className="text-muted text-sm">Told, because a page cannot perform it</p>
      <h1 className="mt-1 text-balance font-semibold text-xl">{lesson.title}</h1>
      <p className="mt-2 max-w-2xl text-muted">{lesson.story}</p>
      <p className="mt-6 break-words border-danger border-l-2 bg-danger-soft px-3 py-2 font-mono text-danger text-xs leading-5">
        {lesson.seenAs}
      </p>
      <div className="mt-10">
        <WhyAndFix lesson={lesson} />
      </div>
    </article>
  )
}
