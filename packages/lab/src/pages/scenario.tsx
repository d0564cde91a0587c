import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ScenarioPage } from '../bench/scenario-page.tsx'
import { findScenario } from '../scenarios.ts'

interface Props {
  params: Promise<{ scenario: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const scenario = findScenario((await params).scenario)
  return scenario === null ? { title: 'Not found' } : { title: scenario.title, description: scenario.why }
}

/** Shows one lesson, or the 404 page for a lesson that does not exist. */
export default async function Page({ params }: Props) {
  const scenario = findScenario((await params).scenario)
  if (scenario === null) notFound()
  return <ScenarioPage key={scenario.id} id={scenario.id} />
}
