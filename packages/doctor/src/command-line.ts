import { parseArgs } from 'node:util'
import { browserEngines, type Engine, type FetchRequest } from '@next-cross-origin/browser'
import { type Destination, destinations, requestAs } from './destination.ts'
import { nearestOf } from './near-miss.ts'
import { checkOrigin, checkUrl } from './origin-argument.ts'
import { type Framework, frameworks } from './recipes/index.ts'
import { UsageError } from './usage.ts'

/** Says how the findings of an audit are written. */
export type AuditFormat = 'text' | 'json' | 'sarif' | 'junit'

/** Describes what the command line asks for, before the files that it names are read. */
export interface Command {
  readonly kind: 'help' | 'batch' | 'audit' | 'single'
  readonly url: string | null
  readonly origin: string | null
  readonly method: string | null
  /** As given; `@FILE` stands for the lines of a file. */
  readonly headers: readonly string[]
  /** As given; `@FILE` stands for the content of a file. */
  readonly data: string | null
  readonly credentials: boolean
  readonly mode: NonNullable<FetchRequest['mode']> | null
  readonly redirect: NonNullable<FetchRequest['redirect']> | null
  readonly destination: Destination
  /** The page that calls, to be fetched; and a Content Security Policy that is given instead. */
  readonly page: string | null
  readonly csp: string | null
  readonly engine: Engine
  readonly framework: Framework | null
  readonly isJson: boolean
  readonly isVerbose: boolean
  readonly format: AuditFormat
  /** Text to read a case from, and files of such text. */
  readonly pasted: { readonly text: string | null; readonly file: string | null }
  readonly answer: string | null
  readonly preflightAnswer: string | null
}

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const options = {
  origin: text,
  method: text,
  header: { type: 'string', multiple: true },
  data: text,
  body: text,
  credentials: flag,
  mode: text,
  redirect: text,
  as: text,
  page: text,
  csp: text,
  engine: text,
  for: text,
  json: flag,
  verbose: flag,
  curl: text,
  fetch: text,
  har: text,
  paste: text,
  answer: text,
  'preflight-answer': text,
  audit: flag,
  format: text,
  batch: flag,
  help: flag,
} as const

const engines: readonly Engine[] = ['consensus', 'standard', ...browserEngines]
const modes = ['cors', 'no-cors', 'same-origin'] as const
const redirects = ['follow', 'error', 'manual'] as const
const formats: readonly AuditFormat[] = ['text', 'json', 'sarif', 'junit']

/** Reads the arguments after the program's name. Throws a UsageError that says what is wrong. */
export function parseArguments(args: readonly string[]): Command {
  const { positionals, values } = parsed(args)
  if (positionals.length > 1) throw new UsageError(`One URL at a time; ${positionals[1]} is the second.`)
  const [url = null] = positionals
  if (values.batch && url !== null) throw new UsageError('--batch reads its URLs from standard input.')
  const isJson = values.json ?? false
  return {
    kind: values.help ? 'help' : values.batch ? 'batch' : values.audit ? 'audit' : 'single',
    url,
    origin: values.origin ?? null,
    method: values.method ?? null,
    headers: values.header ?? [],
    data: values.data ?? values.body ?? null,
    credentials: values.credentials ?? false,
    mode: values.mode === undefined ? null : oneOf('--mode', values.mode, modes),
    redirect: values.redirect === undefined ? null : oneOf('--redirect', values.redirect, redirects),
    destination: oneOf('--as', values.as ?? 'fetch', destinations),
    page: values.page === undefined ? null : checkUrl(values.page),
    csp: values.csp ?? null,
    engine: oneOf('--engine', values.engine ?? 'consensus', engines),
    framework: values.for === undefined ? null : oneOf('--for', values.for, frameworks),
    isJson,
    isVerbose: values.verbose ?? false,
    format: oneOf('--format', values.format ?? (isJson ? 'json' : 'text'), formats),
    pasted: { text: values.curl ?? values.fetch ?? null, file: values.paste ?? values.har ?? null },
    answer: values.answer ?? null,
    preflightAnswer: values['preflight-answer'] ?? null,
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    const unknown = /Unknown option '(-[^']*)'/.exec(error instanceof Error ? error.message : '')?.[1]
    if (unknown !== undefined) {
      const near = nearestOf(unknown.replace(/^-+/, ''), Object.keys(options))
      throw new UsageError(`Unknown option ${unknown}.${near === null ? '' : ` Did you mean --${near}?`}`)
    }
    const valueless = /Option '(-[^ ']*)/.exec(error instanceof Error ? error.message : '')?.[1]
    throw new UsageError(valueless === undefined ? String(error) : `${valueless} needs a value.`)
  }
}

function oneOf<Name extends string>(option: string, given: string, names: readonly Name[]): Name {
  const found = names.find((each) => each === given)
  if (found !== undefined) return found
  const near = nearestOf(given, names)
  throw new UsageError(
    `${option} is one of ${names.join(', ')}, not ${given}.${near === null ? '' : ` Did you mean ${near}?`}`,
  )
}

/** Reads one `Name: value`. Throws a UsageError when it is none. */
export function parseHeader(line: string): [string, string] {
  const at = line.indexOf(':', 1)
  if (at === -1) throw new UsageError(`--header wants 'Name: value', not '${line}'.`)
  return [line.slice(0, at).trim(), line.slice(at + 1).trim()]
}

/** One request of a batch. */
export interface BatchLine {
  readonly request: FetchRequest
  readonly destination: Destination
  readonly body: string | null
}

/** Reads one line of a batch. Throws a UsageError that says what is wrong with it. */
export function parseBatchLine(line: string): BatchLine {
  const fields = objectOf(line)
  const url = textField(fields, 'url')
  const origin = textField(fields, 'origin')
  const body =
    'body' in fields || 'data' in fields ? textField(fields, 'body' in fields ? 'body' : 'data') : null
  const method = 'method' in fields ? textField(fields, 'method') : body === null ? 'GET' : 'POST'
  const { credentials = false, headers = {} } = fields
  if (typeof credentials !== 'boolean') throw new UsageError('"credentials" has to be true or false.')
  const mode = 'mode' in fields ? oneOf('"mode"', textField(fields, 'mode'), modes) : null
  const destination = oneOf('"as"', 'as' in fields ? textField(fields, 'as') : 'fetch', destinations)
  const request: FetchRequest = {
    url: checkUrl(url),
    origin: checkOrigin(origin).origin,
    method,
    headers: headerEntries(headers),
    credentials: credentials ? 'include' : 'same-origin',
    ...(mode === null ? {} : { mode }),
    ...(body === null ? {} : { body: { type: null } }),
  }
  return { request: requestAs(destination, request), destination, body }
}

function objectOf(line: string): Record<string, unknown> {
  let read: unknown
  try {
    read = JSON.parse(line)
  } catch (error) {
    throw new UsageError(`Not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read)) {
    throw new UsageError('Each line has to be a JSON object.')
  }
  return read as Record<string, unknown>
}

function textField(fields: Record<string, unknown>, name: string): string {
  const value = fields[name]
  if (typeof value !== 'string') throw new UsageError(`"${name}" has to be text.`)
  return value
}

/** An object of names and values, or a list of pairs where order or repetition matters. */
function headerEntries(headers: unknown): [string, string][] {
  const isPair = (entry: unknown): entry is [string, string] =>
    Array.isArray(entry) && entry.length === 2 && entry.every((part) => typeof part === 'string')
  const entries: unknown[] = Array.isArray(headers) ? headers : Object.entries(headers ?? {})
  if (typeof headers !== 'object' || !entries.every(isPair)) {
    throw new UsageError('"headers" has to be an object of texts, or a list of pairs of texts.')
  }
  return entries
}
