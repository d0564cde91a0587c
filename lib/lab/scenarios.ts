import { allowOrigin } from './scenarios/allow-origin'
import { caches } from './scenarios/caches'
import { cookies } from './scenarios/cookies'
import { credentials } from './scenarios/credentials'
import { pictures } from './scenarios/pictures'
import { preflights } from './scenarios/preflights'
import { reading } from './scenarios/reading'
import type { Scenario, Theme } from './types'

/** Every lesson of the lab, in the order in which they build on each other. */
export const themes: readonly Theme[] = [
  allowOrigin,
  credentials,
  preflights,
  reading,
  pictures,
  cookies,
  caches,
]

export const scenarios: readonly Scenario[] = themes.flatMap((theme) => theme.scenarios)

const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]))

export function findScenario(id: string): Scenario | null {
  return byId.get(id) ?? null
}
