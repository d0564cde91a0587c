import { findScenario } from '@next-cross-origin/lab/scenarios'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { labOrigins } from '../bench/lab-origins'
import { ScenarioPage } from '../bench/scenario-page'

interface Props {
  params: Promise<{ scenario: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const scenario = findScenario((await params).scenario)
  return scenario === null ? { title: 'Not found' } : { title: scenario.title, description: scenario.why }
}

export default async function Page({ params }: Props) {
  const scenario = findScenario((await params).scenario)
  if (scenario === null) notFound()
  return <ScenarioPage scenario={scenario} origins={labOrigins()} />
}
