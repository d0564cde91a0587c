import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiProcess, dashboardOrigin, startApi } from './api-process'

/** A flood of requests that hash passwords, on the production build. */

let api: ApiProcess
beforeAll(async () => {
  api = await startApi({ TRUSTED_PROXIES: '1' })
  await api.untilReady()
})
afterAll(() => api.stop())

/** Asks for health every 50 ms over one connection, in a process of its own: the flood occupies the process of the test. */
const prober = `
const { Agent, get } = require('node:http')
const agent = new Agent({ keepAlive: true, maxSockets: 1 })
let done = false
process.stdin.once('end', () => { done = true }).resume()
const ask = () => new Promise((resolve, reject) => {
  const startedAt = performance.now()
  get(process.argv[1], { agent }, (answer) => {
    answer.resume().once('end', () => resolve([answer.statusCode, performance.now() - startedAt]))
  }).once('error', reject)
})
;(async () => {
  await ask()
  const answers = []
  process.stderr.write('ready')
  while (!done) {
    answers.push(await ask())
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  process.stdout.write(JSON.stringify(answers))
  agent.destroy()
})()`

/** Asks for health while something is done. @returns the milliseconds of each answer, the fastest first */
async function healthDuring(work: () => Promise<unknown>): Promise<number[]> {
  const child: ChildProcess = spawn(process.execPath, ['-e', prober, `${api.origin}/api/health`])
  if (!child.stdout || !child.stderr) throw new Error('The prober has no output.')
  const output = text(child.stdout)
  await once(child.stderr, 'data')
  await work()
  child.stdin?.end()
  const answers = JSON.parse(await output) as [status: number, ms: number][]
  expect(answers.filter(([status]) => status !== 200)).toEqual([])
  return answers.map(([, ms]) => ms).sort((a, b) => a - b)
}

const tally = (answers: readonly Response[]) => {
  const counts: Record<string, number> = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

/** Holds the refused ones to what a page can make use of. */
async function expectBusy(answers: readonly Response[]): Promise<void> {
  const refused = answers.find(({ status }) => status === 503)
  if (!refused) throw new Error('Nothing was refused.')
  expect(((await refused.json()) as { code: string }).code).toBe('busy')
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(refused.headers.get('access-control-allow-origin')).toBe(dashboardOrigin)
}

/** Health stays under this, in milliseconds. */
const mostMs = 100

const said = (times: readonly number[]) =>
  `health: ${times.length} answers, median ${times[Math.floor(times.length / 2)]?.toFixed(1)} ms, slowest ${times.at(-1)?.toFixed(1)} ms`

describe('at once', () => {
  test('1,000 sign-ins: those past the bound are 503 with Retry-After, the others are answered, and health goes on', async () => {
    const page = api.page()
    const csrfToken = await page.csrfToken()
    let answers: Response[] = []
    const signIn = (index: number) => {
      const json = { csrfToken, username: `nobody-${index}`, password: 'a guess' }
      const headers = { 'x-forwarded-for': `198.51.100.${index % 250}` }
      return page.send('POST', '/api/auth/callback/credentials', { json, headers })
    }
    const times = await healthDuring(async () => {
      answers = await Promise.all(Array.from({ length: 1_000 }, (_, index) => signIn(index)))
    })
    const counts = tally(answers)
    console.log('sign-ins', counts, said(times))
    expect(Object.keys(counts).toSorted()).toEqual(['401', '503'])
    expect(counts['503']).toBeGreaterThan(500)
    await expectBusy(answers)
    expect(times.at(-1), said(times)).toBeLessThan(mostMs)
  })

  test('400 sign-ups: the same', async () => {
    let answers: Response[] = []
    const signUp = (index: number) => {
      const json = { username: `somebody-${index}`, password: 'a password of their own' }
      const headers = { 'x-forwarded-for': `203.0.113.${index % 250}` }
      return api.page().send('POST', '/api/users', { json, headers })
    }
    const times = await healthDuring(async () => {
      answers = await Promise.all(Array.from({ length: 400 }, (_, index) => signUp(index)))
    })
    const counts = tally(answers)
    console.log('sign-ups', counts, said(times))
    expect(Object.keys(counts).toSorted()).toEqual(['201', '503'])
    await expectBusy(answers)
    expect(times.at(-1), said(times)).toBeLessThan(mostMs)
  })

  test('and then everything is as before', async () => {
    expect((await api.page().signIn()).status).toBe(200)
  })
})
