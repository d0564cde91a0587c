import type { RouteFacts } from '@/lib/contract/routes'

/* The slot `@lab/routes` of a build without the bench: no route of its own. */

export const labRoutes: readonly RouteFacts[] = []

/** Returns false: every path passes the gate. */
export function isScripted(_pathname: string): boolean {
  return false
}
