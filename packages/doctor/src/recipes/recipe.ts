/** The software for which the doctor writes a fix as code, by the names that `--for` takes. */
export const frameworks = [
  'next',
  'express',
  'hono',
  'fastify',
  'koa',
  'nest',
  'socket.io',
  'apollo',
  'vite',
  'webpack',
  'nginx',
  'caddy',
  'apache',
  'haproxy',
  'traefik',
  'spring',
  'fastapi',
  'django',
  'flask',
  'go',
  'rails',
  'laravel',
  'php',
  's3',
  'cloudfront',
  'api-gateway',
  'workers',
  'supabase',
  'firebase',
] as const

export type Framework = (typeof frameworks)[number]

/** Describes what a server has to allow. */
export interface Wanted {
  /** The page's, and the one that the server allows already. */
  readonly origins: readonly string[]
  readonly credentials: boolean
  /** The usual ones, and the one that is asked for: a fix must not stop the application's other calls. */
  readonly methods: readonly string[]
  /** Those that are asked for and those that most calls have, for software that cannot repeat what is asked. */
  readonly headerNames: readonly string[]
  /** The first segment of the path that is called. */
  readonly area: string
}

/** Says how to let a request through, in one server's own terms. */
export interface Recipe {
  readonly framework: Framework
  /** The software as people call it. */
  readonly title: string
  /** Says where the code goes, and what to watch for. */
  readonly place: string
  readonly code: string
  /** Tells whether a test of this project pastes the code into the real software and calls it; else it was written from documentation. */
  readonly executed: boolean
}

/** Says how a recipe is written down in the tables. */
export interface RecipeEntry extends Omit<Recipe, 'framework' | 'code'> {
  readonly code: (wanted: Wanted) => string
}

/** The methods that applications use. */
export const usualMethods: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Writes a text in quotes, as JavaScript, PHP and Python read it. */
export const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** Writes a list of texts, as JavaScript, PHP and Python read it. */
export const listed = (values: readonly string[]): string => `[${values.map(quoted).join(', ')}]`

const escaped = (text: string): string => text.replace(/[.[\]\\^$*+?(){}|]/g, '\\$&')

/** Writes one regular expression for all origins. */
export const originPattern = (origins: readonly string[]): string =>
  origins.length === 1 ? `^${escaped(origins[0] ?? '')}$` : `^(${origins.map(escaped).join('|')})$`

/** Returns whether a method beyond the usual ones is asked for. */
export const hasUnusualMethod = ({ methods }: Wanted): boolean => methods.length > usualMethods.length
