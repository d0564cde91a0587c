import { readFileSync } from 'node:fs'
import type { FetchRequest } from '@next-cross-origin/browser'
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
  /** Describes what has to be said before the verdict. */
  readonly notes: readonly string[]
}

/** Puts together what the options say and what a pasted text says. Throws a UsageError that names what is missing. */
export function subjectOf(command: Command): Subject | Finding {
  const pasted = pastedCase(command)
  if (pasted?.finding != null) return pasted.finding
  const origin = command.origin === null ? null : checkOrigin(command.origin)
  const known = pasted !== null && origin !== null ? withOrigin(pasted, origin.origin) : pasted
  const each = filledIn(known ?? { ...emptyCase, source: 'url' }, command, origin?.origin ?? null)
  if (each.url === null) throw new UsageError('The URL is missing.')
  if (each.origin === null) throw new UsageError('--origin is missing: the origin of the page that calls.')
  const request = requestOf({ ...each, url: checkUrl(each.url) })
  if (request === null) throw new UsageError('The URL is missing.')
  const isReconstructed = each.isReconstructed && command.answer === null
  return {
    request: requestAs(command.destination, request),
    body: command.data === null ? null : Buffer.from(fromFile(command.data)),
    answers: answersOf(each, command),
    notes: [
      ...(origin?.note == null ? [] : [origin.note]),
      ...(isReconstructed
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
