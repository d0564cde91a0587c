import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ChapterView } from '../learn/chapter-view.tsx'
import { readChapters } from '../learn/files.ts'

interface Props {
  params: Promise<{ chapter: string }>
}

async function find({ params }: Props) {
  const { chapter } = await params
  const chapters = readChapters()
  return { chapters, found: chapters.find(({ id }) => id === chapter && id !== '') ?? null }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { found } = await find(props)
  return { title: found?.title ?? 'Not found' }
}

/** Shows one chapter of the tutorial, or the 404 page for one that does not exist. */
export default async function ChapterPage(props: Props) {
  const { chapters, found } = await find(props)
  if (found === null) notFound()
  return (
    <ChapterView
      key={found.id}
      id={found.id}
      chapters={chapters.map(({ id, title }) => ({ id, title }))}
      markdown={found.markdown}
    />
  )
}
