import { readFileSync } from 'node:fs'
import type { BrowserEngine, FetchRequest } from '@next-cross-origin/browser'
import { type Command, parseHeader } from './command-line.ts'
import { requestAs } from './destination.ts'
import type { GivenAnswers } from './examination.ts'
import type { Response } from './exchange.ts'
import type { Finding } from './finding.ts'
import { withOrigin } from './judge-case.ts'
import { checkOrigin, checkUrl } from './origin-argument.ts'
import { type Case, emptyCase, requestOf } from './paste/case.ts'
import { readHeaders } from './paste/headers.ts'
import { readPasted } from './paste/read.ts'
import { UsageError } from './usage.ts'

/** Describes what is to be examined: a request, and the answers to it where they were given. */
export interface Subject {
  readonly request: FetchRequest
  readonly body: Buffer | null
  readonly answers: GivenAnswers | null
  /** The browser that wrote what was pasted. */
  readonly engine: BrowserEngine | null
  /** Describes what has to be said before the verdict. */
  readonly notes: readonly string[]
}

/** Stands for the page where a message does not name it. */
const standIn = 'https://app.example.com'

function lacksUrl({ source }: Case): string {
  return source === 'console'
    ? 'This message says only that the call failed. The reason stands in another line of the console, or name what was called: URL --origin https://app.example.com'
    : 'The URL is missing: what does the page call?'
}

/** Puts together what the options say and what a pasted text says. Throws a UsageError that names what is missing. */
export function subjectOf(command: Command): Subject | Finding {
  const pasted = pastedCase(command)
  if (pasted?.finding != null) return pasted.finding
  const origin = command.origin === null ? null : checkOrigin(command.origin)
  const known = pasted !== null && origin !== null ? withOrigin(pasted, origin.origin) : pasted
  const stated = filledIn(known ?? { ...emptyCase, source: 'url' }, command, origin?.origin ?? null)
  if (stated.url === null) throw new UsageError(lacksUrl(stated))
  // A console's message names the cause, and Firefox's leave out the page: a stand-in shows the cause all the same.
  const isUnnamed = stated.origin === null && stated.isReconstructed
  const each = isUnnamed ? (withOrigin(stated, standIn) ?? stated) : stated
  if (each.origin === null)
    throw new UsageError('On which page does it happen? Name its origin: --origin https://app.example.com')
  const request = requestOf({ ...each, url: checkUrl(stated.url) })
  if (request === null) throw new UsageError('The URL is missing.')
  const isReconstructed = each.isReconstructed && command.answer === null
  return {
    request: requestAs(command.destination, request),
    body: command.data === null ? null : Buffer.from(fromFile(command.data)),
    answers: answersOf(each, command),
    engine: each.engine,
    notes: [
      ...(origin?.note == null ? [] : [origin.note]),
      ...(isUnnamed
        ? [`The message does not name the page: ${standIn} stands for it. Name it with --origin.`]
        : []),
      ...(isReconstructed && !isUnnamed
        ? ['The answer was put together from the message; ask the server itself by naming URL and --origin.']
        : []),
    ],
  }
}

function filledIn(each: Case, command: Command, origin: string | null): Case {
  const headers = command.headers.flatMap((given) => headerLines(given))
  const hasBody = command.data !== null || each.hasBody
  const method = command.method ?? each.method ?? (command.data === null ? 'GET' : 'POST')
  return {
    ...each,
    url: command.url ?? each.url,
    origin: origin ?? each.origin,
    method,
    headers: [...each.headers, ...headers],
    credentials: command.credentials ? 'include' : each.credentials,
    mode: command.mode ?? each.mode,
    redirect: command.redirect ?? each.redirect,
    hasBody,
  }
}

function pastedCase({ pasted: { file, text } }: Command): Case | null {
  if (file === null && text === null) return null
  const found = readPasted(text ?? read(file ?? '-'))
  if (found !== null) return found
  throw new UsageError(
    'Nothing in the text says what was called: paste the console’s message, a curl command, "Copy as fetch", a HAR, or the headers of request and answer.',
  )
}

function answersOf(each: Case, { answer, preflightAnswer }: Command): GivenAnswers | null {
  if (answer === null && preflightAnswer === null) return each.answers
  return {
    preflight: preflightAnswer === null ? null : answerIn(preflightAnswer, true),
    request: answer === null ? [] : [answerIn(answer, false)].filter((found) => found !== null),
  }
}

function answerIn(file: string, isPreflight: boolean): Response | null {
  const answers = readHeaders(read(file))?.answers
  const found = isPreflight
    ? (answers?.preflight ?? answers?.request[0])
    : (answers?.request[0] ?? answers?.preflight)
  if (found == null) throw new UsageError(`No status line and no header of an answer in ${file}.`)
  return found
}

function headerLines(given: string): [string, string][] {
  if (!given.startsWith('@')) return [parseHeader(given)]
  return fromFile(given)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map(parseHeader)
}

function fromFile(given: string): string {
  return given.startsWith('@') ? read(given.slice(1)) : given
}

function read(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}
