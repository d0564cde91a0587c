/* The slot `@lab/routes`: what the gate has to know of the lab's part of the API. */

/** Shows what the API saw of a run. */
export const transcriptRoute = {
  path: '/api/lab/transcripts/{run}',
  session: 'none',
  methods: { GET: {} },
} as const

/** Shows what the API saw and sent of the last exchanges: in development, for the film. */
export const reportsRoute = {
  path: '/api/lab/reports',
  session: 'none',
  methods: { GET: {} },
} as const

/** Decides about a described request. */
export const decisionsRoute = {
  path: '/api/lab/decisions',
  session: 'none',
  methods: { POST: { body: { types: ['application/json'], maxBytes: 65_536 } } },
} as const

/** Runs the blocks of a chapter of the tutorial; in development. */
export const chaptersRoute = {
  path: '/api/lab/chapters',
  session: 'none',
  methods: { POST: { body: { types: ['application/json'], maxBytes: 1_024 } } },
} as const

/** Asks a server that the reader names, as a browser would; in development. */
export const probesRoute = {
  path: '/api/lab/probes',
  session: 'none',
  methods: { POST: { body: { types: ['application/json'], maxBytes: 16_384 } } },
} as const

/** The lab's routes that stand behind the gate. */
export const labRoutes =
  process.env.LAB === '1' ? [transcriptRoute, reportsRoute, decisionsRoute, chaptersRoute, probesRoute] : []

/** Tells whether a path belongs to the lab's scripted answers, which the gate must not dress. */
export function isScripted(pathname: string): boolean {
  return process.env.LAB === '1' && pathname.startsWith('/api/lab/exchange/')
}
