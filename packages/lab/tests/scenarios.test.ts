import { judge } from '@next-cross-origin/browser'
import { describe, expect, it } from 'vitest'
import { replay } from '../src/replay.ts'
import { scenarios } from '../src/scenarios.ts'
import { simulate } from '../src/simulate.ts'
import type { Recorded } from '../src/transcript.ts'
import type { Scenario, VariantName } from '../src/types.ts'

const pageOrigin = 'http://localhost:3000'
const apiOrigin = 'http://localhost:4000'

/** Tells whether the page gets what it wants when the scripted answers meet the model: no browser, no network. */
function works(scenario: Scenario, variant: VariantName): boolean | null {
  return simulate(scenario, variant, 'standard').finding.model
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
