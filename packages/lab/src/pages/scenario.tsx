import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ScenarioPage } from '../bench/scenario-page.tsx'
import { ToldPage } from '../bench/told-page.tsx'
import { findScenario, findTold } from '../scenarios.ts'

interface Props {
  params: Promise<{ scenario: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { scenario: id } = await params
  const scenario = findScenario(id) ?? findTold(id)
  return scenario === null ? { title: 'Not found' } : { title: scenario.title, description: scenario.why }
}

/** Shows one lesson, or the 404 page for a lesson that does not exist. */
export default async function Page({ params }: Props) {
  const { scenario: id } = await params
  const told = findTold(id)
  if (told !== null) return <ToldPage id={told.id} />
  const scenario = findScenario(id)
  if (scenario === null) notFound()
  return <ScenarioPage key={scenario.id} id={scenario.id} />
}
