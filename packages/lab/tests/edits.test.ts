import { describe, expect, it } from 'vitest'
import { editablesOf, edited } from '../src/edits.ts'
import { findScenario, scenarios } from '../src/scenarios.ts'
import { simulate } from '../src/simulate.ts'
import type { Scenario } from '../src/types.ts'

function lesson(id: string): Scenario {
  const found = findScenario(id)
  if (found === null) throw new Error(`There is no lesson ${id}.`)
  return found
}

const works = (scenario: Scenario) => simulate(scenario, 'broken', 'chromium').finding.model

describe('a reader changes the headers of a lesson', () => {
  it.each(scenarios.map((scenario) => [scenario.id, scenario] as const))(
    '%s: what is left as it is changes nothing',
    (_, scenario) => {
      const texts = Object.fromEntries(editablesOf(scenario, 'broken').map(({ key, text }) => [key, text]))
      expect(works(edited(scenario, 'broken', texts))).toBe(works(scenario))
    },
  )

  it('and the broken call works with the header that it lacked', () => {
    const scenario = lesson('no-header')
    expect(works(scenario)).toBe(false)
    const text = '200\nAccess-Control-Allow-Origin: http://localhost:3000\nVary: Origin'
    expect(works(edited(scenario, 'broken', { 'call/request': text }))).toBe(true)
  })

  it('and a status counts, and a header of the call', () => {
    const scenario = lesson('method-not-listed')
    const allowing =
      'Access-Control-Allow-Origin: http://localhost:3000\nAccess-Control-Allow-Methods: GET, PUT, PATCH, DELETE\nAccess-Control-Allow-Headers: x-mine'
    const [preflight] = editablesOf(scenario, 'broken').filter(({ key }) => key.endsWith('/preflight'))
    const key = preflight?.key ?? ''
    const request = key.replace('preflight', 'request')
    const both = { [key]: `204\n${allowing}`, [request]: `200\n${allowing}` }
    expect(works(edited(scenario, 'broken', both))).toBe(true)
    expect(works(edited(scenario, 'broken', { ...both, [key]: `404\n${allowing}` }))).toBe(false)
    expect(works(edited(scenario, 'broken', { ...both, '0/sent': 'X-Other: 1' }))).toBe(false)
    expect(works(edited(scenario, 'broken', { ...both, '0/sent': 'X-Mine: 1' }))).toBe(true)
  })

  it('and a marker, a line without a name or a control character gets no further', () => {
    const scenario = lesson('no-header')
    const text = '999\nAccess-Control-Allow-Origin: {page}\nno header\nX-A: \x1b[31m'
    const { headers, status } =
      edited(scenario, 'broken', { 'call/request': text }).broken.steps.call?.request ?? {}
    expect(status).toBe(200)
    expect(headers).toEqual([['Access-Control-Allow-Origin', 'page']])
  })
})
