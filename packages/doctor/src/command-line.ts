import { browserEngines, type Engine, type FetchRequest, originOf } from '@next-cross-origin/browser'

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'batch'; readonly engine: Engine }
  | {
      readonly kind: 'single'
      readonly request: FetchRequest
      readonly isJson: boolean
      readonly engine: Engine
    }

const engines: readonly Engine[] = ['consensus', 'standard', ...browserEngines]

/** A command line, or a line of a batch, that asks for nothing the doctor can do. */
export class UsageError extends Error {}

export const usage = `Explains what a browser does with a cross-origin request, by sending what the browser would send.

  npm run doctor -- URL --origin ORIGIN [--method METHOD] [--header 'Name: value']… [--credentials] [--json] [--engine NAME]
  npm run doctor -- --batch [--engine NAME] < requests.jsonl

  URL             what the page calls
  --origin        the origin of the page, such as https://app.example.com; null for a sandboxed frame
  --method        default GET
  --header        one header that the page sets; repeatable
  --credentials   the page calls with credentials: 'include' (no cookie is sent: the doctor has none)
  --engine        whose behaviour counts: consensus (default: where browsers differ, the standard), standard, chromium,
                  firefox or webkit
  --json          one JSON object instead of text
  --batch         one JSON object a line in, {"url","origin","method","headers":{},"credentials":true}, one a line out

Exit status: 0 a browser allows it, 1 a browser blocks it, 2 bad usage or server unreachable.`

/** Reads the arguments after the program's name. Throws a UsageError that says what is wrong. */
export function parseArguments(args: readonly string[]): Command {
  const flags = new Set<string>()
  const headers: [string, string][] = []
  const given: { url?: string; origin?: string; method?: string } = {}
  let engine: Engine = 'consensus'
  const rest = [...args]
  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    const [name = '', inline] = argument.startsWith('--') ? split(argument, '=') : [argument]
    const value = (): string => {
      const found = inline ?? rest.shift()
      if (found === undefined) throw new UsageError(`${name} needs a value.`)
      return found
    }
    if (name === '--origin') given.origin = value()
    else if (name === '--method') given.method = value()
    else if (name === '--engine') engine = parseEngine(value())
    else if (name === '--header') headers.push(parseHeader(value()))
    else if (['--credentials', '--json', '--batch', '--help'].includes(name)) flags.add(name)
    else if (name.startsWith('-')) throw new UsageError(`Unknown option ${name}.`)
    else if (given.url === undefined) given.url = name
    else throw new UsageError(`One URL at a time; ${name} is the second.`)
  }
  if (flags.has('--help')) return { kind: 'help' }
  if (flags.has('--batch')) {
    if (given.url !== undefined) throw new UsageError('--batch reads its URLs from standard input.')
    return { kind: 'batch', engine }
  }
  if (given.url === undefined) throw new UsageError('The URL is missing.')
  if (given.origin === undefined)
    throw new UsageError('--origin is missing: the origin of the page that calls.')
  return {
    kind: 'single',
    isJson: flags.has('--json'),
    engine,
    request: {
      url: checkUrl(given.url),
      origin: checkOrigin(given.origin),
      method: given.method ?? 'GET',
      headers,
      credentials: flags.has('--credentials') ? 'include' : 'same-origin',
    },
  }
}

/** Reads one line of a batch. Throws a UsageError that says what is wrong with it. */
export function parseBatchLine(line: string): FetchRequest {
  let parsed: unknown
  try {
    parsed = JSON.parse(line)
  } catch (error) {
    throw new UsageError(`Not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new UsageError('Each line has to be a JSON object.')
  }
  const { url, origin, method = 'GET', headers = {}, credentials = false } = parsed as Record<string, unknown>
  if (typeof url !== 'string') throw new UsageError('"url" has to be text.')
  if (typeof origin !== 'string') throw new UsageError('"origin" has to be text.')
  if (typeof method !== 'string') throw new UsageError('"method" has to be text.')
  if (typeof credentials !== 'boolean') throw new UsageError('"credentials" has to be true or false.')
  return {
    url: checkUrl(url),
    origin: checkOrigin(origin),
    method,
    headers: headerEntries(headers),
    credentials: credentials ? 'include' : 'same-origin',
  }
}

/** An object of names and values, or a list of pairs where order or repetition matters. */
function headerEntries(headers: unknown): [string, string][] {
  if (typeof headers !== 'object' || headers === null) throw new UsageError('"headers" has to be an object.')
  const entries: unknown[] = Array.isArray(headers) ? headers : Object.entries(headers)
  return entries.map((entry) => {
    const [name, value] = Array.isArray(entry) ? entry : []
    if (typeof name !== 'string' || typeof value !== 'string') {
      throw new UsageError('"headers" has to hold text values.')
    }
    return [name, value]
  })
}

function checkUrl(url: string): string {
  if (!URL.canParse(url)) throw new UsageError(`Not an absolute URL: ${url}`)
  return new URL(url).href
}

function checkOrigin(origin: string): string {
  if (origin === 'null') return origin
  const serialised = originOf(origin)
  if (serialised === 'null')
    throw new UsageError(`Not an origin: ${origin}. An origin is such as https://app.example.com.`)
  if (serialised !== origin)
    throw new UsageError(`Not an origin: ${origin}. The browser writes it ${serialised}.`)
  return origin
}

function parseEngine(name: string): Engine {
  const engine = engines.find((each) => each === name)
  if (engine === undefined) throw new UsageError(`--engine is one of ${engines.join(', ')}, not ${name}.`)
  return engine
}

function parseHeader(text: string): [string, string] {
  const [name = '', value] = split(text, ':')
  if (value === undefined) throw new UsageError(`--header wants 'Name: value', not '${text}'.`)
  return [name.trim(), value.trim()]
}

function split(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator)
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}
