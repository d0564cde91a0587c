import { extraOrigins } from '../extra-origins.ts'

/**
 * The slot `@lab/sources`: returns the origins besides the API's that the lab's pages call, for the page's
 * Content-Security-Policy. They are the API's other name, and one address where nobody listens.
 */
export function extraSources(apiOrigin: string): readonly string[] {
  // server.ts finds this file by tsconfig.json, in a build without the bench too.
  if (process.env.LAB !== '1') return []
  const { third, down } = extraOrigins(apiOrigin)
  return third === null ? [down] : [third, down]
}
