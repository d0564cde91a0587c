import { labRoutes } from '@lab/routes'

/** What a route needs of a session: it ignores the cookie, looks at it when it is there, or insists on it. */
export type SessionNeed = 'none' | 'optional' | 'required'

export type Method = 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE'

export interface Route {
  /** As a pattern; `{name}` stands for one path segment. */
  path: string
  methods: readonly Method[]
  session: SessionNeed
}

const read = ['GET', 'HEAD'] as const

/**
 * Everything the API answers. What is not here is 404 before any handler, so a file that is added to `app/(api)`
 * answers only once it has a line here that says what it needs.
 */
export const routes: readonly Route[] = [
  { path: '/api/health', methods: read, session: 'none' },
  { path: '/api/ready', methods: read, session: 'none' },
  { path: '/api/users', methods: ['POST'], session: 'none' },
  { path: '/api/users/{username}', methods: [...read, 'PATCH'], session: 'required' },
  { path: '/api/users/{username}/avatar', methods: read, session: 'none' },
  { path: '/api/users/{username}/password', methods: ['PATCH'], session: 'required' },
  { path: '/api/sessions', methods: [...read, 'DELETE'], session: 'required' },
  { path: '/api/sessions/{id}', methods: ['DELETE'], session: 'required' },
  { path: '/api/auth/csrf', methods: read, session: 'none' },
  { path: '/api/auth/callback/credentials', methods: ['POST'], session: 'none' },
  { path: '/api/auth/session', methods: read, session: 'optional' },
  { path: '/api/auth/signout', methods: ['POST'], session: 'optional' },
  ...labRoutes,
]

const compiled = routes.map((route) => ({ route, segments: route.path.split('/') }))

/** Longer than any user name or id: what stands in a `{name}` is repeated in answers and never needs more. */
const longestParameter = 64

const fits = (pattern: string, segment: string | undefined): boolean =>
  pattern.startsWith('{')
    ? segment !== undefined && segment !== '' && segment.length <= longestParameter
    : pattern === segment

/** The route of a path, one trailing slash aside, or null. Matches the path as sent: nothing is decoded. */
export function matchRoute(pathname: string): Route | null {
  const path = pathname.length > 1 && pathname.endsWith('/') ? pathname.slice(0, -1) : pathname
  const sent = path.split('/')
  const match = compiled.find(
    ({ segments }) =>
      segments.length === sent.length && segments.every((segment, index) => fits(segment, sent[index])),
  )
  return match?.route ?? null
}
