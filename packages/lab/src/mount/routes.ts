/* The slot `@lab/routes`: what the gate has to know of the lab's part of the API. */

const read = ['GET', 'HEAD'] as const

/** The lab's routes that stand behind the gate. */
export const labRoutes =
  process.env.LAB === '1'
    ? ([
        { path: '/api/lab/transcripts/{run}', methods: read, session: 'none' },
        { path: '/api/lab/decisions', methods: ['POST'], session: 'none' },
      ] as const)
    : []

/** Tells whether a path belongs to the lab's scripted answers, which the gate must not dress. */
export function isScripted(pathname: string): boolean {
  return process.env.LAB === '1' && pathname.startsWith('/api/lab/exchange/')
}
