import { labRoutes } from '@lab/routes'
import { type BodyFacts, methodFacts, type RouteFacts, routes } from '@/lib/contract/routes'

/** Every route that this build answers. */
export const offeredRoutes: readonly RouteFacts[] = [...Object.values(routes), ...labRoutes]

/** Finds the route of a path. */
export type RouteTable = (pathname: string) => RouteFacts | null

/** Longer than any user name or id: what stands in a `{name}` is repeated in answers and never needs more. */
const longestParameter = 64

const isPattern = (segment: string): boolean => segment.startsWith('{')

const fits = (pattern: string, segment: string | undefined): boolean =>
  isPattern(pattern)
    ? segment !== undefined && segment !== '' && segment.length <= longestParameter
    : pattern === segment

/**
 * Compiles routes into a table.
 * @returns finds the route of a path, one trailing slash aside, or null; matches the path as sent and decodes nothing
 */
export function compileRoutes(facts: readonly RouteFacts[]): RouteTable {
  const named = new Map(facts.filter(({ path }) => !path.includes('{')).map((route) => [route.path, route]))
  const patterns = facts
    .filter(({ path }) => path.includes('{'))
    // Names before patterns, as Next.js has it: `{` comes after every letter and digit.
    .toSorted((one, other) => (one.path < other.path ? -1 : 1))
    .map((route) => ({ route, segments: route.path.split('/') }))
  return (pathname) => {
    const path = pathname.length > 1 && pathname.endsWith('/') ? pathname.slice(0, -1) : pathname
    const route = named.get(path as RouteFacts['path'])
    if (route) return route
    const sent = path.split('/')
    const match = patterns.find(
      ({ segments }) =>
        segments.length === sent.length && segments.every((segment, index) => fits(segment, sent[index])),
    )
    return match?.route ?? null
  }
}

/** Lists the methods that a route offers. `GET` brings `HEAD`, except where the answer never ends. */
export function methodsOf(route: RouteFacts): string[] {
  return Object.keys(route.methods).flatMap((method) =>
    method === 'GET' && !methodFacts(route, method)?.stream ? ['GET', 'HEAD'] : [method],
  )
}

/** Returns the body that a method of a route takes, or undefined where it takes none. */
export function bodyOf(route: RouteFacts, method: string): BodyFacts | undefined {
  return methodFacts(route, method)?.body
}
