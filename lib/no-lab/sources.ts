/** The slot `@lab/sources` of a build without the bench: pages call the API and nothing else. */
export function extraSources(_apiOrigin: string): readonly string[] {
  return []
}
