import type { HeaderList } from '@next-cross-origin/browser'
import { decide, type Policy } from '@next-cross-origin/cors'
import { isRunId, stepPath } from './address.ts'
import { extraOrigins } from './extra-origins.ts'
import { fill } from './fill.ts'
import { findScenario } from './scenarios.ts'
import type { Recorded } from './transcript.ts'
import type { Scenario, ScriptedAnswer, ScriptedStep } from './types.ts'

/** Describes what the API knows about itself, for a scripted answer. */
export interface Answering {
  readonly policy: Policy
  readonly apiOrigin: string
  readonly dashboardOrigin: string
}

/** The scripted answer to one request, and what the transcript keeps of the exchange. */
export interface Exchange {
  readonly run: string
  readonly response: Response
  readonly recorded: Recorded
}

/** Describes what an answer depends on. A browser's own `Request` would drop `Origin` and `Host`. */
export type AskedRequest = Pick<Request, 'method' | 'headers'>

/** The segments of a step's address: see `stepPath`. */
export type StepParams = Readonly<Partial<Record<'scenario' | 'variant' | 'run' | 'step', string>>>

const bodies = {
  json: { type: 'application/json', text: '{"reached":"the handler","total":42}' },
  picture: {
    type: 'image/svg+xml',
    text: '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96" viewBox="0 0 28 28"><rect width="28" height="28" fill="#fff"/><path d="M5 14C8 4 20 4 23 14" fill="none" stroke="#808694" stroke-width="2"/><rect y="13" width="10" height="10" rx="2.5" fill="#2f55f0"/><circle cx="23" cy="18" r="5" fill="#e8711a"/></svg>',
  },
  none: null,
} as const

/**
 * Answers one request of a run from the scenario's data. Nothing of the request gets into the answer except the run's
 * id, which is hexadecimal, and an origin that the policy admits; no cookie but the lab's own is looked at.
 * @param find the scenarios to answer from; others than the lab's are played in the page alone, and never sent
 * @returns null when there is no such step
 */
export function performStep(
  request: AskedRequest,
  params: StepParams,
  answering: Answering,
  find: (id: string) => Scenario | null = findScenario,
): Exchange | null {
  const { scenario: id = '', variant = '', run = '', step = '' } = params
  const scenario = find(id)
  if (scenario === null || (variant !== 'broken' && variant !== 'fixed') || !isRunId(run)) return null
  const scripted = scriptedStep(scenario[variant].steps, step)
  if (scripted === null) return null

  const third = extraOrigins(answering.apiOrigin).third
  const isPreflight = request.method === 'OPTIONS' && request.headers.has('access-control-request-method')
  const answer = isPreflight ? (scripted.preflight ?? scripted.request) : scripted.request
  const headers = writtenHeaders(answer, (text) =>
    fill(text, {
      page: pageOrigin(request, answering),
      hasOrigin: request.headers.has('origin'),
      caller: request.headers.get('origin') === 'null' ? 'null' : pageOrigin(request, answering),
      third: third ?? answering.apiOrigin,
      run,
      pathOf: (other) => stepPath({ scenario: id, variant, run }, other),
    }),
  )
  const body = bodies[answer.body ?? 'json']
  const sent = new Headers()
  for (const [name, value] of headers) sent.append(name, value)
  return {
    run,
    response: new Response(body === null || request.method === 'HEAD' ? null : body.text, {
      status: answer.status,
      headers: sent,
    }),
    recorded: {
      step,
      by: third !== null && request.headers.get('host') === new URL(third).host ? 'third' : 'api',
      method: request.method.slice(0, 32),
      headers: recordedHeaders(request.headers, run),
      answer: { status: answer.status, headers },
    },
  }
}

function scriptedStep(steps: Readonly<Record<string, ScriptedStep>>, step: string): ScriptedStep | null {
  return Object.hasOwn(steps, step) ? (steps[step] ?? null) : null
}

/** The caller's origin when the real policy admits it, so that the lab works for every page of the allowlist. */
function pageOrigin({ headers }: AskedRequest, { policy, dashboardOrigin }: Answering): string {
  return decide(policy, { method: 'GET', headers }).origin ?? dashboardOrigin
}

/** The header lines as they go out. An answer that says nothing about caching is not to be cached. */
function writtenHeaders(answer: ScriptedAnswer, filled: (text: string) => string): HeaderList {
  const scripted = answer.headers
    .map(([name, value]) => [name, filled(value)] as const)
    .filter(([, value]) => value !== '')
  const body = bodies[answer.body ?? 'json']
  const isStored = scripted.some(([name]) => name === 'Cache-Control')
  return [
    ...scripted,
    ...(body === null ? [] : [['Content-Type', body.type] as const]),
    ...(isStored ? [] : [['Cache-Control', 'no-store'] as const]),
    ['X-Content-Type-Options', 'nosniff'],
    ['Content-Security-Policy', "default-src 'none'; sandbox; frame-ancestors 'none'"],
  ]
}

const maxHeaders = 40
const maxValueLength = 300

function recordedHeaders(headers: Headers, run: string): HeaderList {
  return [...headers]
    .filter(([name]) => !name.startsWith('x-forwarded-') && name !== 'authorization')
    .map(([name, value]) => [name, name === 'cookie' ? cookiesOf(run, value) : value] as const)
    .filter(([, value]) => value !== '')
    .slice(0, maxHeaders)
    .map(([name, value]) => [name.slice(0, 64), value.slice(0, maxValueLength)])
}

/** The cookies of this run, of all that came: no other is looked at, kept or shown. */
function cookiesOf(run: string, header: string): string {
  return header
    .split(';')
    .map((cookie) => cookie.trim())
    .filter((cookie) => /^lab-[a-z]+-[0-9a-f]{16}=/.test(cookie) && cookie.includes(`-${run}=`))
    .join('; ')
}
