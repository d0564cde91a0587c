import type { Engine, FetchRequest } from '@next-cross-origin/browser'
import { compilePolicy } from '@next-cross-origin/cors'
import { isRunId, stepPath } from './address.ts'
import { cookieFate } from './cookie-fate.ts'
import { performStep } from './exchange.ts'
import { fill } from './fill.ts'
import { type CallResult, type Finding, findingOf, type Outcome } from './finding.ts'
import { type ReplayStep, replay } from './replay.ts'
import type { Recorded } from './transcript.ts'
import type { Call, Scenario, Target, VariantName } from './types.ts'

/** Names the addresses of a simulated lesson: those of `npm run dev`. */
export const simulatedPlaces = {
  page: 'http://localhost:3000',
  targets: {
    api: 'http://localhost:4000',
    third: 'http://127.0.0.1:4000',
    down: 'http://localhost:61999',
  } satisfies Record<Target, string>,
} as const

const answering = {
  policy: compilePolicy({ origins: [simulatedPlaces.page], credentials: true }),
  apiOrigin: simulatedPlaces.targets.api,
  dashboardOrigin: simulatedPlaces.page,
}

/** A lesson as the model of a browser plays it: the scripted answers meet the model, without a browser and a network. */
export interface Simulation {
  readonly results: readonly CallResult[]
  readonly finding: Finding
}

const run = '0123456789abcdef'

/** Returns a scripted value as a simulated lesson has it. */
export function simulatedValue(text: string, scenario: Scenario, variant: VariantName): string {
  return fill(text, {
    page: simulatedPlaces.page,
    hasOrigin: true,
    caller: scenario[variant].calls.some(({ by }) => by === 'sandbox') ? 'null' : simulatedPlaces.page,
    third: simulatedPlaces.targets.third,
    run,
    pathOf: (step) => stepPath({ scenario: scenario.id, variant, run }, step),
  })
}

/** Lets the model of an engine perform a variant of a scenario. */
export function simulate(scenario: Scenario, variant: VariantName, engine: Engine): Simulation {
  const results: CallResult[] = []
  const earlier: ReplayStep[] = []
  for (const call of scenario[variant].calls) {
    const url = `${simulatedPlaces.targets[call.to]}${stepPath({ scenario: scenario.id, variant, run }, call.step)}`
    const request = requestOf(call, url)
    const sends = cookiesOf(results, url, call, engine)
    // Each round lets the model meet one answer more, until it asks for nothing that the server has not seen.
    const recorded: Recorded[] = []
    let replayed = replay(request, recorded, earlier, engine)
    for (let next = unanswered(replayed.steps); next !== null; next = unanswered(replayed.steps)) {
      const exchange = answerOf(next, call, sends, scenario)
      if (exchange === null) break
      recorded.push(exchange)
      replayed = replay(request, recorded, earlier, engine)
    }
    earlier.push(...replayed.steps)
    results.push({ call, url, outcome: outcomeOf(call, replayed.verdict), replay: replayed, durationMs: 0 })
  }
  const last = results.at(-1)
  const want =
    scenario.wants.kind === 'cookie'
      ? { ...scenario.wants, name: scenario.wants.name.replace('{run}', run) }
      : scenario.wants
  return { results, finding: findingOf(want, results, situationOf(last?.url ?? '', last?.call, engine)) }
}

function situationOf(url: string, call: Call | undefined, engine: Engine) {
  return { url, page: simulatedPlaces.page, sameSite: call?.to !== 'third', engine }
}

/** The call in the words of the model. */
function requestOf(call: Call, url: string): FetchRequest {
  const isPlainImage = call.by === 'image' && call.mode !== 'cors'
  return {
    url,
    origin: call.by === 'sandbox' ? 'null' : simulatedPlaces.page,
    method: call.method ?? 'GET',
    headers: call.headers ?? [],
    mode: call.mode ?? 'cors',
    credentials: isPlainImage ? 'include' : (call.credentials ?? 'same-origin'),
  }
}

function unanswered(steps: readonly ReplayStep[]): ReplayStep | null {
  return (
    steps.find(
      ({ source, surprise }) => source === 'nowhere' || (source === 'memory' && surprise !== null),
    ) ?? null
  )
}

function answerOf({ wire }: ReplayStep, call: Call, cookies: string, scenario: Scenario): Recorded | null {
  if (call.to === 'down') return null
  const { pathname, host } = new URL(wire.url)
  const [, , , , id = '', variant = '', of = '', step = ''] = pathname.split('/')
  if (!isRunId(of)) return null
  const headers = new Headers({ host })
  for (const [name, value] of wire.headers) headers.append(name, value)
  const performed = performStep(
    { method: wire.method, headers },
    { scenario: id, variant, run: of, step },
    answering,
    () => scenario,
  )
  if (performed === null) return null
  const sent = wire.purpose === 'request' && cookies !== '' ? [['cookie', cookies] as const] : []
  return { ...performed.recorded, headers: [...wire.headers, ...sent] }
}

/** The cookies that the model's browser has kept from the calls before, and sends with this one. */
function cookiesOf(results: readonly CallResult[], url: string, call: Call, engine: Engine): string {
  if (call.credentials !== 'include') return ''
  const set = results.flatMap(({ replay: { steps } }) =>
    steps.flatMap(({ answer }) =>
      answer.type === 'response'
        ? answer.headers.filter(([name]) => name.toLowerCase() === 'set-cookie').map(([, value]) => value)
        : [],
    ),
  )
  return set
    .filter((value) => cookieFate(value, situationOf(url, call, engine)).fate === 'sent')
    .map((value) => value.split(';')[0] ?? '')
    .join('; ')
}

/** Holds what the page would see, by the model. */
function outcomeOf(call: Call, { allowed, response }: CallResult['replay']['verdict']): Outcome {
  if (call.by === 'image') {
    return { kind: 'image', shown: allowed, pixels: allowed ? response?.type !== 'opaque' : null }
  }
  if (!allowed || response === null) return { kind: 'rejected', message: 'TypeError' }
  const { type, status, headers } = response
  return {
    kind: 'fulfilled',
    type,
    status,
    redirected: false,
    headers: headers.map(([name, value]) => [name.toLowerCase(), value] as const),
  }
}

/** Returns the names, in lower case, of the answers' headers that are other with the fix than without it. */
export function changedHeaders(scenario: Scenario): ReadonlySet<string> {
  const [before = [], after = []] = (['broken', 'fixed'] as const).map((variant) =>
    simulate(scenario, variant, 'standard').results.flatMap(({ replay: { steps } }) =>
      steps.flatMap(({ answer }) => (answer.type === 'response' ? answer.headers : [])),
    ),
  )
  const known = new Set(before.map((header) => header.join(': ')))
  return new Set(after.filter((header) => !known.has(header.join(': '))).map(([name]) => name.toLowerCase()))
}
