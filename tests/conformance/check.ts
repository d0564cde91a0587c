import type { CaseRequest, Expectation } from './cases'

/** An answer as it came: header lines are neither joined nor sorted. */
export interface Answer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
}

/** The values of all lines of one header. */
export function lines({ headers }: Answer, name: string): string[] {
  return headers.filter(([header]) => header === name).map(([, value]) => value)
}

function elements(answer: Answer, name: string): string[] {
  return lines(answer, name).flatMap((value) => value.split(',').map((element) => element.trim()))
}

const same = (actual: readonly string[], expected: readonly string[]): boolean =>
  actual.length === expected.length && actual.every((value, index) => value === expected[index])

/** Tells whether a browser takes the answer to a preflight for a yes: Fetch § 4.8 "CORS-preflight fetch", steps 7 on. */
function allowsPreflight(
  answer: Answer,
  { origin, method, headers }: NonNullable<Expectation['preflight']>,
): boolean {
  const shared =
    same(lines(answer, 'access-control-allow-origin'), [origin]) &&
    same(lines(answer, 'access-control-allow-credentials'), ['true'])
  const methods = [...elements(answer, 'access-control-allow-methods'), 'GET', 'HEAD', 'POST']
  const names = elements(answer, 'access-control-allow-headers').map((name) => name.toLowerCase())
  return (
    answer.status >= 200 &&
    answer.status <= 299 &&
    shared &&
    methods.includes(method) &&
    headers.every((name) => names.includes(name))
  )
}

function isProblem(answer: Answer, code: string): boolean {
  if (!same(lines(answer, 'content-type'), ['application/problem+json'])) return false
  const problem: unknown = JSON.parse(answer.body)
  if (typeof problem !== 'object' || problem === null) return false
  const members = new Map<string, unknown>(Object.entries(problem))
  return (
    members.get('code') === code &&
    members.get('status') === answer.status &&
    members.get('requestId') === lines(answer, 'x-request-id')[0] &&
    typeof members.get('title') === 'string' &&
    typeof members.get('detail') === 'string'
  )
}

type Checks = {
  readonly [Key in keyof Expectation]-?: (answer: Answer, expected: NonNullable<Expectation[Key]>) => boolean
}

const access = ({ headers }: Answer) => headers.filter(([name]) => name.startsWith('access-control-'))

const checks: Checks = {
  status: ({ status }, expected) => status === expected,
  bare: (answer) => access(answer).length === 0,
  vary: (answer) => elements(answer, 'vary').some((name) => name.toLowerCase() === 'origin'),
  share: (answer, origin) =>
    same(lines(answer, 'access-control-allow-origin'), [origin]) &&
    same(lines(answer, 'access-control-allow-credentials'), ['true']),
  noPreflightHeaders: (answer) =>
    !access(answer).some(([name]) =>
      ['access-control-allow-methods', 'access-control-allow-headers', 'access-control-max-age'].includes(
        name,
      ),
    ),
  exposes: (answer, name) => elements(answer, 'access-control-expose-headers').includes(name),
  problem: isProblem,
  preflight: (answer, expected) => allowsPreflight(answer, expected) === expected.ok,
  noWildcard: (answer) => !access(answer).some(([, value]) => value.includes('*')),
  noSetCookie: (answer) => lines(answer, 'set-cookie').length === 0,
  emptyBody: ({ body }) => body === '',
  maxAge: (answer) => same(lines(answer, 'access-control-max-age'), ['7200']),
  notRedirect: (answer) =>
    (answer.status < 300 || answer.status > 399) && lines(answer, 'location').length === 0,
  notStatus5xx: ({ status }) => status < 500,
}

/** Next.js writes lines of `Vary` of its own where nothing of ours stands in front of it. */
const oneLineOfVary = 'one line of Vary that names nothing twice'

/** Describes what must hold of every answer to a request that can be read, whatever was asked. */
const always: Record<string, (answer: Answer) => boolean> = {
  'one X-Request-Id': (answer) => lines(answer, 'x-request-id').length === 1,
  [oneLineOfVary]: (answer) => {
    const names = elements(answer, 'vary').map((name) => name.toLowerCase())
    return (
      lines(answer, 'vary').length === 1 && new Set(names).size === names.length && names.includes('origin')
    )
  },
  'no Access-Control header twice': (answer) => {
    const names = access(answer).map(([name]) => name)
    return new Set(names).size === names.length
  },
  nosniff: (answer) => same(lines(answer, 'x-content-type-options'), ['nosniff']),
  'one Cache-Control': (answer) => lines(answer, 'cache-control').length === 1,
  'no redirect': (answer) => checks.notRedirect(answer, true),
  'no server error': (answer) => checks.notStatus5xx(answer, true),
  'a short answer': ({ headers, body }) => JSON.stringify(headers).length + body.length < 8_192,
}

/**
 * Returns the names of the expectations that the answer misses.
 * @param entry behind `middleware.ts` Next.js adds to `Vary`; the answer has to name `Origin` even so
 * @throws Error for an expectation that is not known, because one that nobody checks proves nothing
 */
export function faults(
  answer: Answer,
  expected: Expectation,
  { method }: CaseRequest,
  entry: 'server' | 'middleware' = 'server',
): string[] {
  const found = Object.entries(always)
    .filter(([name, holds]) =>
      name === oneLineOfVary && entry === 'middleware' ? !checks.vary(answer, true) : !holds(answer),
    )
    .map(([name]) => name)
  if (method === 'HEAD' && answer.body !== '') found.push('no body for HEAD')
  for (const [key, value] of Object.entries(expected)) {
    if (!(key in checks)) throw new Error(`Nobody checks "${key}".`)
    const check = checks[key as keyof Expectation] as (answer: Answer, expected: unknown) => boolean
    if (!check(answer, value)) found.push(`${key}: ${JSON.stringify(value)}`)
  }
  return found
}
