import { compilePolicy } from '@next-cross-origin/cors'
import { describe, expect, it } from 'vitest'
import { newRunId, stepPath } from '../src/address.ts'
import { performStep, type StepParams } from '../src/exchange.ts'
import { scenarios } from '../src/scenarios.ts'
import { createTranscripts, type Recorded } from '../src/transcript.ts'

const apiOrigin = 'http://localhost:4000'
const answering = {
  policy: compilePolicy({
    origins: ['http://localhost:3000', 'https://other.example.com'],
    credentials: true,
  }),
  apiOrigin,
  dashboardOrigin: 'http://localhost:3000',
}
const address = { scenario: 'trailing-slash', variant: 'fixed', run: '0123456789abcdef' } as const

function ask(headers: Record<string, string>, params: StepParams = { ...address, step: 'call' }) {
  return performStep(new Request(`${apiOrigin}${stepPath(address, 'call')}`, { headers }), params, answering)
}

describe('a scripted answer', () => {
  it('names an origin that the policy admits', () => {
    for (const origin of ['http://localhost:3000', 'https://other.example.com']) {
      expect(ask({ origin })?.response.headers.get('access-control-allow-origin')).toBe(origin)
    }
  })

  it('never repeats an origin that the policy denies', () => {
    for (const origin of ['https://evil.example', 'null', 'http://localhost:3000.evil.example']) {
      expect(ask({ origin })?.response.headers.get('access-control-allow-origin')).toBe(
        'http://localhost:3000',
      )
    }
  })

  it('has nothing of the request in it', async () => {
    const exchange = ask({ origin: 'https://evil.example', 'x-marker': 'marker-1', cookie: 'lab-marker-2=1' })
    const answer = JSON.stringify([...(exchange?.response.headers ?? [])])
    expect(answer).not.toMatch(/marker|evil/)
    expect(await exchange?.response.text()).not.toMatch(/marker|evil/)
  })

  it.each([
    ['an unknown scenario', { scenario: 'constructor' }],
    ['an unknown variant', { variant: 'steps' }],
    ['an unknown step', { step: 'toString' }],
    ['a run that is no run', { run: '0123456789abcde/' }],
    ['a run with a line break in it', { run: '0123456789abcd\r\n' }],
  ])('does not exist for %s', (_, change) => {
    expect(ask({}, { ...address, step: 'call', ...change })).toBeNull()
  })

  it('sets no cookie but the lab’s own, below the lab’s own path', () => {
    for (const { id, broken, fixed } of scenarios) {
      for (const [variant, { steps }] of Object.entries({ broken, fixed })) {
        for (const step of Object.keys(steps)) {
          const exchange = ask({}, { scenario: id, variant, run: address.run, step })
          for (const cookie of exchange?.response.headers.getSetCookie() ?? []) {
            expect(cookie).toMatch(/^lab-[a-z]+-0123456789abcdef=ada; .*Path=\/api\/lab; Max-Age=60$/)
          }
        }
      }
    }
  })

  it('redirects nowhere but to itself under another name', () => {
    const to = ask(
      {},
      { ...address, scenario: 'redirected-to-a-third-origin', variant: 'broken', step: 'call' },
    )
    expect(to?.response.headers.get('location')).toBe(
      'http://127.0.0.1:4000/api/lab/exchange/redirected-to-a-third-origin/broken/0123456789abcdef/landed',
    )
  })
})

describe('what is kept of a request', () => {
  it('is none of its cookies but those of the run', () => {
    const exchange = ask({
      cookie:
        '__Host-session=secret; lab-session-0123456789abcdef=ada; other=lab-2; lab-session-fedcba9876543210=ada',
      authorization: 'Bearer secret',
      'x-forwarded-for': '203.0.113.1',
    })
    const { headers } = exchange?.recorded ?? { headers: [] }
    expect(headers).toEqual([['cookie', 'lab-session-0123456789abcdef=ada']])
  })

  it('is bounded', () => {
    const many = Object.fromEntries(
      Array.from({ length: 90 }, (_, index) => [`x-${index}`, 'v'.repeat(2000)]),
    )
    const { headers } = ask(many)?.recorded ?? { headers: [] }
    expect(headers).toHaveLength(40)
    for (const [, value] of headers) expect(value.length).toBeLessThanOrEqual(300)
  })
})

describe('the transcripts', () => {
  const exchange: Recorded = {
    step: 'call',
    by: 'api',
    method: 'GET',
    headers: [],
    answer: { status: 200, headers: [] },
  }

  it('keep a run for a minute', () => {
    let now = 0
    const transcripts = createTranscripts(() => now)
    transcripts.record('a', exchange)
    now = 59_999
    expect(transcripts.of('a')).toHaveLength(1)
    now = 60_000
    expect(transcripts.of('a')).toEqual([])
  })

  it('keep twelve exchanges of a run and the last five hundred runs', () => {
    const transcripts = createTranscripts(() => 0)
    for (let count = 0; count < 20; count++) transcripts.record('first', exchange)
    expect(transcripts.of('first')).toHaveLength(12)
    for (let count = 0; count < 500; count++) transcripts.record(`run-${count}`, exchange)
    expect(transcripts.of('first')).toEqual([])
    expect(transcripts.of('run-0')).toHaveLength(1)
  })
})

it('the id of a run is 64 random bits', () => {
  const ids = new Set(Array.from({ length: 100 }, newRunId))
  expect(ids.size).toBe(100)
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{16}$/)
})
