import type { Metadata } from 'next'
import { ChapterView } from '../learn/chapter-view.tsx'
import { readChapters } from '../learn/files.ts'

export const metadata: Metadata = {
  title: 'Learn CORS: one page, two origins',
  description:
    'CORS, preflights, credentials, caches and cookies between two origins, with a film, lessons and code that runs in your browser.',
}

/** Shows the index of the tutorial. */
export default function LearnPage() {
  const chapters = readChapters()
  return (
    <ChapterView
      id=""
      chapters={chapters.map(({ id, title }) => ({ id, title }))}
      markdown={chapters[0]?.markdown ?? ''}
    />
  )
}
