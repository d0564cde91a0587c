import { brand } from '@/lib/brand'

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
  const line = isShort(event) ? JSON.stringify(entry) : JSON.stringify(entry, bounded)
  return line.replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Returns true for an event that needs no bounds, as a request's: looking at each value twice takes time. */
function isShort(event: LogEvent): boolean {
  for (const name in event) {
    const value = event[name]
    if (typeof value === 'object' || (typeof value === 'string' && value.length > longestText)) return false
  }
  return true
}

function bounded(_name: string, value: unknown): unknown {
  if (value instanceof Error) return described(value)
  return typeof value === 'string' && value.length > longestText ? `${value.slice(0, longestText)}...` : value
}

/** The values of a query that failed are left out: a password's hash is among them when an account is made. */
function described(error: Error): Record<string, unknown> {
  const { name, stack = '', cause } = error
  const message = 'query' in error && 'params' in error ? `Failed query: ${error.query}` : error.message
  const frames = stack.slice(Math.max(stack.indexOf('\n    at '), 0)).trim()
  return { name, message, ...('code' in error ? { code: error.code } : {}), stack: frames, cause }
}

/** One writer in a process: Next.js bundles each route apart. */
const slot: { [key: symbol]: ((line: string) => void) | undefined } = globalThis
const key = Symbol.for(`${brand.keyLabel}.log`)

/** Gives every line from now on to a writer of its own, where there is a better one than the console. */
export function writeLinesWith(writer: (line: string) => void): void {
  slot[key] = writer
}

function write(level: Level, event: LogEvent): void {
  const line = logLine(level, event, Date.now())
  const writer = slot[key]
  if (writer) writer(line)
  else console.log(line)
}

export const log = {
  info: (event: LogEvent) => write('info', event),
  warn: (event: LogEvent) => write('warn', event),
  error: (event: LogEvent) => write('error', event),
}

/** Says which share of requests gets a line. Other than in production, Next.js writes lines of its own, for people. */
export const requestLogShare = () =>
  Number(process.env.REQUEST_LOG || (process.env.NODE_ENV === 'production' ? '1' : '0'))

/** Keeps the id that a client or a proxy gave a request, where it is one, or makes one. */
export const requestIdFrom = (sent: string | null | undefined): string =>
  sent && /^[\w.-]{1,128}$/.test(sent) ? sent : crypto.randomUUID()
