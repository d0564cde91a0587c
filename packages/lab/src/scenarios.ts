import { allowOrigin } from './scenarios/allow-origin.ts'
import { caches } from './scenarios/caches.ts'
import { cookies } from './scenarios/cookies.ts'
import { credentials } from './scenarios/credentials.ts'
import { exploits, inBetween } from './scenarios/exploits.ts'
import { pictures } from './scenarios/pictures.ts'
import { preflights } from './scenarios/preflights.ts'
import { reading } from './scenarios/reading.ts'
import { toldLessons } from './scenarios/told.ts'
import type { Scenario, Theme, ToldLesson } from './types.ts'

/** Every lesson of the lab, in the order in which they build on each other. */
export const themes: readonly Theme[] = [
  allowOrigin,
  credentials,
  preflights,
  reading,
  pictures,
  cookies,
  caches,
  exploits,
  inBetween,
]

export const scenarios: readonly Scenario[] = themes.flatMap((theme) => theme.scenarios)

const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]))

export function findScenario(id: string): Scenario | null {
  return byId.get(id) ?? null
}

export function findTold(id: string): ToldLesson | null {
  return toldLessons.find((lesson) => lesson.id === id) ?? null
}

export { toldLessons }
