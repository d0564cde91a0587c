import { judge } from '@next-cross-origin/browser'
import { compilePolicy } from '@next-cross-origin/cors'
import { describe, expect, it } from 'vitest'
import { stepPath } from '../src/address.ts'
import { performStep } from '../src/exchange.ts'
import { type CallResult, findingOf, type Outcome } from '../src/finding.ts'
import { type ReplayStep, replay } from '../src/replay.ts'
import { scenarios } from '../src/scenarios.ts'
import type { Recorded } from '../src/transcript.ts'
import type { Call, Scenario, VariantName } from '../src/types.ts'

const pageOrigin = 'http://localhost:3000'
const apiOrigin = 'http://localhost:4000'
const targets = { api: apiOrigin, third: 'http://127.0.0.1:4000', down: 'http://localhost:61999' }
const answering = {
  policy: compilePolicy({ origins: [pageOrigin], credentials: true }),
  apiOrigin,
  dashboardOrigin: pageOrigin,
}
const run = '0123456789abcdef'

/** Tells whether the page gets what it wants when the scripted answers meet the model: no browser, no network. */
function works(scenario: Scenario, variant: VariantName): boolean | null {
  const results: CallResult[] = []
  const earlier: ReplayStep[] = []
  for (const call of scenario[variant].calls) {
    const url = `${targets[call.to]}${stepPath({ scenario: scenario.id, variant, run }, call.step)}`
    const request = {
      url,
      origin: call.by === 'sandbox' ? 'null' : pageOrigin,
      method: call.method ?? 'GET',
      headers: call.headers ?? [],
      mode: call.mode ?? 'cors',
      credentials: call.credentials ?? 'same-origin',
    } as const
    // Each round lets the model meet one answer more, until it asks for nothing that the server has not seen.
    const recorded: Recorded[] = []
    let replayed = replay(request, recorded, earlier, 'standard')
    for (let next = unanswered(replayed.steps); next !== null; next = unanswered(replayed.steps)) {
      const exchange = answer(next, call)
      if (exchange === null) break
      recorded.push(exchange)
      replayed = replay(request, recorded, earlier, 'standard')
    }
    earlier.push(...replayed.steps)
    const outcome: Outcome = { kind: 'rejected', message: '' }
    results.push({ call, url, outcome, replay: replayed, durationMs: 0 })
  }
  const last = results.at(-1)
  return findingOf(scenario.wants, results, {
    url: last?.url ?? '',
    page: pageOrigin,
    sameSite: last?.call.to !== 'third',
    engine: 'chromium',
  }).model
}

function unanswered(steps: readonly ReplayStep[]): ReplayStep | null {
  return (
    steps.find(
      ({ source, surprise }) => source === 'nowhere' || (source === 'memory' && surprise !== null),
    ) ?? null
  )
}

function answer({ wire }: ReplayStep, call: Call): Recorded | null {
  if (call.to === 'down') return null
  const { pathname, host } = new URL(wire.url)
  const [, , , , scenario = '', variant = '', run = '', step = ''] = pathname.split('/')
  const headers = new Headers({ host })
  for (const [name, value] of wire.headers) headers.append(name, value)
  return (
    performStep(
      new Request(wire.url, { method: wire.method, headers }),
      { scenario, variant, run, step },
      answering,
    )?.recorded ?? null
  )
}

describe('the scenarios', () => {
  it('have addresses of their own', () => {
    const ids = scenarios.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/)
    expect(ids).not.toContain('same-origin')
    expect(ids).not.toContain('your-request')
  })

  it.each(scenarios.map((scenario) => [scenario.id, scenario] as const))(
    '%s fails when broken and works with the fix, by the model',
    (_, scenario) => {
      const isUpToTheBrowser = scenario.dependsOn === 'third-party-cookies'
      expect(works(scenario, 'broken')).toBe(isUpToTheBrowser ? null : false)
      expect(works(scenario, 'fixed')).toBe(true)
    },
  )

  it.each(scenarios.map((scenario) => [scenario.id, scenario] as const))(
    '%s asks only for steps that it scripts, and shows its fix as a change',
    (_, scenario) => {
      for (const { calls, steps } of [scenario.broken, scenario.fixed]) {
        for (const { step } of calls) expect(Object.keys(steps)).toContain(step)
      }
      const signs = scenario.fix.code.split('\n').map((line) => line.slice(0, 1))
      expect(signs).toContain('+')
      for (const sign of signs) expect(['+', '-', ' ']).toContain(sign)
    },
  )
})

describe('a replay', () => {
  const request = { url: `${apiOrigin}/x`, origin: pageOrigin, method: 'PUT' }
  const mayPut = {
    step: 'call',
    by: 'api',
    method: 'OPTIONS',
    headers: [],
    answer: {
      status: 204,
      headers: [
        ['Access-Control-Allow-Origin', pageOrigin],
        ['Access-Control-Allow-Methods', 'PUT'],
      ],
    },
  } as const satisfies Recorded
  const put = {
    ...mayPut,
    method: 'PUT',
    answer: { status: 200, headers: [mayPut.answer.headers[0]] },
  } as const

  it('is the verdict of the model on the answers that were given', () => {
    const { verdict, surprises } = replay(request, [mayPut, put], [], 'standard')
    expect(verdict).toEqual(
      judge(request, [
        { type: 'response', ...mayPut.answer },
        { type: 'response', ...put.answer },
      ]),
    )
    expect(surprises).toEqual([])
  })

  it('says what arrived and should not have been sent', () => {
    const refused = { ...mayPut, answer: { status: 403, headers: [] } }
    expect(replay(request, [refused, put], [], 'standard').surprises).toEqual([
      'The server saw PUT, which the model would not send.',
    ])
  })

  it('says so when a permission that had to be asked for again was remembered, and the other way round', () => {
    const forgetful = {
      ...mayPut,
      answer: {
        ...mayPut.answer,
        headers: [...mayPut.answer.headers, ['Access-Control-Max-Age', '0'] as const],
      },
    }
    const first = replay(request, [forgetful, put], [], 'standard')
    expect(replay(request, [put], first.steps, 'standard').surprises).toEqual([
      'The browser remembered OPTIONS, which it should have sent.',
    ])
    const kept = replay(request, [mayPut, put], [], 'standard')
    expect(replay(request, [mayPut, put], kept.steps, 'standard').surprises).toEqual([
      'The browser sent OPTIONS, which it could have remembered.',
    ])
  })
})
