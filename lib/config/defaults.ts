/** Describes what a variable is when nobody sets it. The one list that the validation and the run-time readers share. */
export const defaults = {
  DASHBOARD_ORIGIN: 'http://localhost:3000',
  API_ORIGIN: 'http://localhost:4000',
  DATA_DIR: '.data',
  SESSION_IDLE_DAYS: '7',
  SESSION_ABSOLUTE_DAYS: '30',
  TRUSTED_PROXIES: '0',
  WORKERS: '1',
} as const

export type Environment = Readonly<Record<string, string | undefined>>

/** A variable's value, or its default. A variable set to nothing counts as absent, as in `DATABASE_URL=`. */
export function variable(env: Environment, name: keyof typeof defaults): string {
  return env[name] || defaults[name]
}

/** The entries of a comma-separated variable, without the white space around them. */
export function list(value: string): string[] {
  return value.split(',').map((entry) => entry.trim())
}
