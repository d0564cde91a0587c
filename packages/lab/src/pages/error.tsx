import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { findError } from '../errors/catalogue.ts'
import { ErrorView } from '../errors/error-view.tsx'

interface Props {
  params: Promise<{ error: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const entry = findError((await params).error)
  return entry === null ? { title: 'Not found' } : { title: entry.title, description: entry.meaning }
}

/** Explains one message, or shows the 404 page for one that does not exist. */
export default async function ErrorPage({ params }: Props) {
  const { error } = await params
  if (findError(error) === null) notFound()
  return <ErrorView id={error} />
}
