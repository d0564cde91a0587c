import {
  type Case,
  type Exchange,
  type Judgement,
  judgeCase,
  type Missing,
  missingOf,
  readPasted,
  withAnswersOf,
  withOrigin,
  withUrl,
} from '@next-cross-origin/doctor'
import type { Given } from './shared-case.ts'

/** Describes what the doctor makes of what the reader gave. */
export interface Reading {
  /** Null when nothing in the text says what was called. */
  readonly found: Case | null
  /** The next question; null when nothing is missing. */
  readonly missing: Missing | null
  /** Says why the answer to the last question does not do. */
  readonly problem: string | null
  readonly judgement: Judgement | null
}

/** Reads what the reader gave, and judges it once nothing is missing. Pure: nothing is sent. */
export function readGiven(given: Given): Reading {
  const pasted = readPasted(given.text)
  if (pasted === null) return { found: null, missing: null, problem: null, judgement: null }
  let found: Case = pasted
  let problem: string | null = null
  if (given.url !== '') {
    const next = withUrl(found, given.url)
    if (next === null) problem = 'A URL begins with its scheme: https://api.example.com/users'
    else found = next
  }
  if (given.origin !== '') {
    const next = isAddress(given.origin) ? withOrigin(found, given.origin) : null
    if (next === null) problem = 'The address of a page begins with its scheme: https://app.example.com'
    else found = next
  }
  if (given.answer !== '') {
    const answers = readPasted(given.answer)
    if (answers?.answers == null)
      problem = 'Write the status and the headers, as in: HTTP/1.1 200, and one header a line.'
    else found = withAnswersOf(found, answers)
  }
  const [missing = null] = missingOf(found)
  return { found, missing, problem, judgement: missing === null ? judgeCase(found) : null }
}

const isAddress = (text: string): boolean => text.trim() === 'null' || URL.canParse(text.trim())

/** Writes the answers of a judged case as text that the reader can edit: a status line, then one header a line. */
export function answersAsText({ examination }: Judgement): string {
  return exchangesAsText(examination?.exchanges ?? [])
}

export function exchangesAsText(exchanges: readonly Exchange[]): string {
  return exchanges
    .flatMap(({ request, response }) =>
      response === null
        ? []
        : [
            [
              `${request.method} ${request.url} HTTP/1.1`,
              ...request.headers.map(([name, value]) => `${name}: ${value}`),
              '',
              `HTTP/1.1 ${response.status} ${response.statusText}`.trim(),
              ...response.headers.map(([name, value]) => `${name}: ${value}`),
            ].join('\n'),
          ],
    )
    .join('\n\n')
}
