import { notFound } from 'next/navigation'
import { findError } from '../errors/catalogue.ts'
import { readChapters } from '../learn/files.ts'
import { findScenario, findTold } from '../scenarios.ts'
import { pictureOf } from './picture.tsx'

type Params<Name extends string> = { readonly params: Promise<Readonly<Record<Name, string>>> }

/** Draws the picture of a page whose title says all. */
export const pictureOfDoctor = () => pictureOf('Doctor', 'Blocked by CORS policy? Paste the error')
export const pictureOfErrors = () => pictureOf('Errors', 'Every CORS error message, and its fix')
export const pictureOfTutorial = () => pictureOf('Tutorial', 'Learn CORS: one page, two origins')

/** Draws the picture of one message. */
export async function pictureOfError({ params }: Params<'error'>) {
  const entry = findError((await params).error)
  return entry === null ? notFound() : pictureOf('Error message', entry.title)
}

/** Draws the picture of one lesson. */
export async function pictureOfLesson({ params }: Params<'scenario'>) {
  const { scenario } = await params
  const lesson = findScenario(scenario) ?? findTold(scenario)
  return lesson === null ? notFound() : pictureOf('Lesson', lesson.title)
}

/** Draws the picture of one chapter. */
export async function pictureOfChapter({ params }: Params<'chapter'>) {
  const { chapter } = await params
  const found = readChapters().find(({ id }) => id === chapter)
  return found === undefined ? notFound() : pictureOf('Tutorial', found.title)
}
