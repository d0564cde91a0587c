import { describe, expect, test } from 'vitest'
import { progressOf } from '../src/panels/form-progress.ts'
import type { RecordedExchange } from '../src/panels/wire.ts'

const calls = ['GET /api/auth/csrf', 'POST /api/auth/callback/credentials', 'GET /api/auth/session'].map(
  (line) => ({ line, note: '' }),
)

function sent(...lines: [line: string, status: number | null][]): RecordedExchange[] {
  return lines.map(([line, status], index) => {
    const [method = '', path = ''] = line.split(' ')
    const rest = { url: path, sent: [], readable: null, requestId: null, startedAtMs: 0, durationMs: 1 }
    return { ...rest, method, path, status, number: index, preflight: method !== 'GET', preflightCauses: [] }
  })
}

const statuses = (exchanges: RecordedExchange[]) =>
  progressOf(calls, exchanges).map((progress) => progress?.status)

describe('what a form sends', () => {
  test('is ticked in the form’s order: the session that the page asks for on its own does not count', () => {
    expect(statuses(sent(['GET /api/auth/session', 200]))).toEqual([undefined, undefined, undefined])
    const after = sent(
      ['GET /api/auth/session', 200],
      ['GET /api/auth/csrf', 200],
      ['POST /api/auth/callback/credentials', 200],
      ['GET /api/auth/session?x=1', 200],
    )
    expect(statuses(after)).toEqual([200, 200, 200])
  })

  test('begins again with the next attempt', () => {
    const wrong = sent(['GET /api/auth/csrf', 200], ['POST /api/auth/callback/credentials', 401])
    expect(statuses(wrong)).toEqual([200, 401, undefined])
    expect(statuses([...wrong, ...sent(['GET /api/auth/csrf', 200])])).toEqual([200, undefined, undefined])
  })
})
