import type { Route } from '@/lib/gate/routes'

/* The slot `@lab/routes` of a build without the bench: no route of its own. */

export const labRoutes: readonly Route[] = []

/** Returns false: every path passes the gate. */
export function isScripted(_pathname: string): boolean {
  return false
}
