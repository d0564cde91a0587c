import type { Answer, BrowserEngine, FetchRequest, HeaderList, ReadableResponse } from '../../src/index.ts'

/**
 * One test of web-platform-tests as an exchange: what the page asks, what the server answers, and what the test expects of a
 * browser. Rows are written anew from what a test is about; the names lead to it.
 */
export interface Row {
  /** The file, below the root of web-platform-tests. */
  readonly file: string
  /** The test's name. */
  readonly test: string
  readonly request: Partial<FetchRequest>
  readonly answers: readonly Answer[]
  readonly expected: Expected
  /** Engines that do otherwise, and the departure that says why. */
  readonly unless?: Partial<Readonly<Record<BrowserEngine, string>>>
}

/** Describes what a test looks at; what it does not look at is left out. */
export interface Expected {
  readonly allowed: boolean
  /** Method and path of each request, in order; `OPTIONS /x?` is a preflight. */
  readonly sent?: readonly string[]
  /** The `Origin` of the last request; null where it has none. */
  readonly origin?: string | null
  /** Headers of the last request; null where it lacks one. */
  readonly carries?: Readonly<Record<string, string | null>>
  /** Headers as the page reads them; null where it reads none. */
  readonly reads?: Readonly<Record<string, string | null>>
  readonly type?: ReadableResponse['type']
}

/** The page's origin, and the others of the test servers. */
export const page = 'http://web-platform.test:8000'
export const remote = 'http://www1.web-platform.test:8000'
export const otherPort = 'http://web-platform.test:8001'
export const otherSite = 'http://not-web-platform.test:8000'
export const encrypted = 'https://web-platform.test:8443'

/** Reads an answer: its status, then header lines between bars. */
export function answer(text: string): Answer {
  const [status = '200', ...lines] = text.split(' | ')
  const headers: HeaderList = lines.map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 1).trim()]
  })
  return { type: 'response', status: Number(status), headers }
}

export const open = 'Access-Control-Allow-Origin: *'
export const forPage = `Access-Control-Allow-Origin: ${page} | Access-Control-Allow-Credentials: true`

/** The statuses that redirect. */
export const redirects = [301, 302, 303, 307, 308] as const

/** Makes the rows of one file. */
export function rowsOf(
  file: string,
  ...rows: readonly (readonly [
    test: string,
    request: Partial<FetchRequest>,
    answers: readonly string[],
    expected: boolean | Expected,
    unless?: Row['unless'],
  ])[]
): Row[] {
  return rows.map(([test, request, answers, expected, unless]) => ({
    file,
    test,
    request,
    answers: answers.map(answer),
    expected: typeof expected === 'boolean' ? { allowed: expected } : expected,
    ...(unless === undefined ? {} : { unless }),
  }))
}
