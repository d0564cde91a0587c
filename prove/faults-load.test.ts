import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiProcess, dashboardOrigin, startApi, timed } from './api-process'

/** A flood of requests that hash passwords, on the production build. */

let api: ApiProcess
beforeAll(async () => {
  api = await startApi()
  await api.untilReady()
})
afterAll(() => api.stop())

/** Asks for health every 50 ms until the work is done. @returns the slowest answer in milliseconds, and all of them */
async function healthDuring(work: Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  let done = false
  void work.finally(() => {
    done = true
  })
  while (!done) {
    const { answer, ms } = await timed(() => fetch(`${api.origin}/api/health`))
    expect(answer.status).toBe(200)
    times.push(ms)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return times.sort((a, b) => a - b)
}

const median = (sorted: readonly number[]) =>
  sorted[Math.floor(sorted.length / 2)] ?? Number.POSITIVE_INFINITY

const tally = (statuses: readonly number[]) =>
  Object.fromEntries(
    [...new Set(statuses)].map((status) => [status, statuses.filter((one) => one === status).length]),
  )

describe('a thousand at once', () => {
  test('sign-ins: those past the bound are 503 at once with Retry-After, the others are answered, and health goes on', async () => {
    const page = api.page()
    const csrfToken = await page.csrfToken()
    const refused: Response[] = []
    const signIn = async (index: number) => {
      const json = { csrfToken, username: `nobody-${index}`, password: 'a guess' }
      const answer = await page.send('POST', '/api/auth/callback/credentials', { json })
      if (answer.status === 503) refused.push(answer)
      return answer.status
    }
    const work = Promise.all(Array.from({ length: 1_000 }, (_, index) => signIn(index)))
    const times = await healthDuring(work)
    const counts = tally(await work)
    console.log('sign-ins', counts, 'health', { median: median(times), slowest: times.at(-1) })
    expect(Object.keys(counts).every((status) => ['401', '429', '503'].includes(status))).toBe(true)
    expect(counts['503']).toBeGreaterThan(500)
    const [answer] = refused
    if (!answer) throw new Error('Nothing was refused.')
    expect(((await answer.json()) as { code: string }).code).toBe('busy')
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(answer.headers.get('access-control-allow-origin')).toBe(dashboardOrigin)
    expect(median(times)).toBeLessThan(100)
  })

  test('and then everything is as before', async () => {
    expect((await api.page().signIn()).status).toBe(200)
  })
})
