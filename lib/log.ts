/** Numbers as in other JSON logs of Node.js, so that their viewers read these lines. */
const levels = { info: 30, warn: 40, error: 50 } as const

type Level = keyof typeof levels

/** Describes what happened: a stable name, and whatever belongs to it. An error goes under `err`. */
export interface LogEvent {
  readonly event: string
  readonly [field: string]: unknown
}

/** Longer texts are cut, so that one event is one line of bounded length. */
const longestText = 4_096

/**
 * One event as one line of JSON, in ASCII: whoever reads it in a terminal sees no control characters and no text
 * that runs backwards. The edge runtime has no `process.stdout`, and a logging library would be a tenth of the
 * API's edge bundle (docs/decisions/0007-edge-bundle.md).
 */
export function logLine(level: Level, event: LogEvent, time: number): string {
  const entry = { level: levels[level], time, deployment: process.env.DEPLOYMENT, ...event }
  return JSON.stringify(entry, (_key, value: unknown) => {
    if (value instanceof Error) return described(value)
    return typeof value === 'string' && value.length > longestText
      ? `${value.slice(0, longestText)}...`
      : value
  }).replace(/[\u007f-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** The values of a query that failed are left out: a password's hash is among them when an account is made. */
function described(error: Error): Record<string, unknown> {
  const { name, stack = '', cause } = error
  const message = 'query' in error && 'params' in error ? `Failed query: ${error.query}` : error.message
  const frames = stack.slice(Math.max(stack.indexOf('\n    at '), 0)).trim()
  return { name, message, ...('code' in error ? { code: error.code } : {}), stack: frames, cause }
}

const write = (level: Level) => (event: LogEvent) => console.log(logLine(level, event, Date.now()))

export const log = { info: write('info'), warn: write('warn'), error: write('error') }
