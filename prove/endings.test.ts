import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import getPort from 'get-port'
import { expect, test } from 'vitest'
import { testDatabase } from '@/tests/postgres'
import { startStack, testSecret } from '@/tests/stack'

/** Starts production builds and ends them, as operators and process managers do. */

interface Outcome {
  status: number | null
  /** The server says that it ends this connection. */
  closes: boolean
  fault: string | null
}

/** Asks once, and tells what came of it. */
function ask(url: string, agent: Agent): Promise<Outcome> {
  return new Promise((resolve) => {
    const fail = (error: NodeJS.ErrnoException) =>
      resolve({ status: null, closes: true, fault: error.code ?? error.message })
    get(url, { agent }, (answer) => {
      const closes = answer.headers.connection === 'close'
      answer.resume()
      answer.once('end', () => resolve({ status: answer.statusCode ?? null, closes, fault: null }))
      answer.once('error', fail)
    }).once('error', fail)
  })
}

/** Asks again and again over kept connections, as a proxy does, until the server ends them. */
async function load(url: string, clients: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const client = async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    let outcome: Outcome
    do {
      outcome = await ask(url, agent)
      outcomes.push(outcome)
    } while (!outcome.closes)
    agent.destroy()
  }
  await Promise.all(Array.from({ length: clients }, client))
  return outcomes
}

for (const only of ['api', 'dashboard'] as const) {
  test(`under load, the ${only} cuts no request, then takes nothing more, and ends with status 0`, async () => {
    const stack = await startStack({ only, env: { SHUTDOWN_DELAY_SECONDS: '1' } })
    const origin = only === 'api' ? stack.apiOrigin : stack.dashboardOrigin
    const loaded = load(`${origin}${only === 'api' ? '/api/health' : '/health'}`, 16)
    await wait(500)
    const ended = stack.terminate()
    const agent = new Agent()
    await wait(300)
    const whileEnding = await ask(`${origin}${only === 'api' ? '/api/ready' : '/health'}`, agent)
    const outcomes = await loaded
    expect(await ended).toBe(0)
    const afterwards = await ask(`${origin}/health`, agent)
    await stack.stop()
    expect(whileEnding.status, 'a new connection is taken').toBe(only === 'api' ? 503 : 200)
    expect(outcomes.length).toBeGreaterThan(32)
    expect(outcomes.filter(({ status }) => status !== 200)).toEqual([])
    expect(afterwards.fault).toBe('ECONNREFUSED')
  })

  test(`a half-sent body does not keep the ${only} alive`, async () => {
    const stack = await startStack({ only })
    const { hostname, port } = new URL(only === 'api' ? stack.apiOrigin : stack.dashboardOrigin)
    const socket = connect({ host: hostname, port: Number(port) })
    socket.on('error', () => {})
    socket.write(`POST /api/users HTTP/1.1\r\nHost: ${hostname}\r\nOrigin: ${stack.dashboardOrigin}\r\n`)
    socket.write('Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"half":')
    await wait(500)
    const startedAt = Date.now()
    expect(await stack.terminate()).toBe(0)
    expect(Date.now() - startedAt).toBeLessThan(10_000)
    socket.destroy()
    await stack.stop()
  })
}

test('npm run start:api leaves no orphan when the signal reaches npm alone', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'next-cross-origin-npm-'))
  const port = await getPort()
  const npm = spawn('npm', ['run', 'start:api'], {
    stdio: 'ignore',
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      AUTH_SECRET: testSecret,
      DATA_DIR: dataDir,
      SHUTDOWN_DELAY_SECONDS: '0',
    },
  })
  const answers = () =>
    fetch(`http://localhost:${port}/api/ready`).then(
      ({ ok }) => ok,
      () => false,
    )
  for (let tries = 0; tries < 600 && !(await answers()); tries++) await wait(200)
  expect(await answers()).toBe(true)
  npm.kill('SIGTERM')
  let alive = true
  for (let tries = 0; tries < 100 && alive; tries++) {
    await wait(200)
    alive = await answers()
  }
  expect(alive).toBe(false)
  // The directory is free again: the database was closed.
  const next = await startStack({ only: 'api', env: { DATA_DIR: dataDir } })
  await next.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const server = process.env.TEST_DATABASE_URL

test.runIf(server)(
  'several workers share one port, a fallen one is replaced, and all end with status 0',
  async () => {
    const database = testDatabase(server ?? '')
    await database.create()
    const stack = await startStack({ only: 'api', env: { WORKERS: '2', DATABASE_URL: database.url } })
    try {
      const started = () => [...stack.log().matchAll(/"event":"started"/g)].length
      for (let tries = 0; tries < 300 && started() < 2; tries++) await wait(100)
      expect(started()).toBe(2)
      const pids = [...stack.log().matchAll(/"event":"started"[^\n]*"pid":(\d+)/g)].map(([, pid]) =>
        Number(pid),
      )
      expect(new Set(pids).size).toBe(2)
      process.kill(pids[0] ?? 0, 'SIGKILL')
      for (let tries = 0; tries < 300 && started() < 3; tries++) await wait(100)
      expect(started()).toBe(3)
      expect((await fetch(`${stack.apiOrigin}/api/ready`)).status).toBe(200)
      expect(await stack.terminate()).toBe(0)
    } finally {
      await stack.stop()
      await database.drop()
    }
  },
)

test.runIf(server)('one answer of /api/metrics adds up what all workers counted', async () => {
  const database = testDatabase(server ?? '')
  await database.create()
  const token = 'a-token-for-metrics-of-32-characters'
  const env = { WORKERS: '2', DATABASE_URL: database.url, METRICS_TOKEN: token }
  const stack = await startStack({ only: 'api', env })
  try {
    const started = () => [...stack.log().matchAll(/"event":"started"/g)].length
    for (let tries = 0; tries < 300 && started() < 2; tries++) await wait(100)
    const agent = new Agent()
    const health = () => ask(`${stack.apiOrigin}/api/health`, agent)
    const outcomes = await Promise.all(Array.from({ length: 40 }, health))
    expect(outcomes.every(({ status }) => status === 200)).toBe(true)
    const headers = { authorization: `Bearer ${token}` }
    const metrics = await (await fetch(`${stack.apiOrigin}/api/metrics`, { headers })).text()
    const lines = metrics.matchAll(/^http_requests_total\{[^}]*route="\/api\/health"[^}]*\} (\d+)$/gm)
    expect([...lines].reduce((sum, [, count]) => sum + Number(count), 0)).toBe(40)
    expect((await fetch(`${stack.apiOrigin}/api/metrics`)).status).toBe(401)
  } finally {
    await stack.stop()
    await database.drop()
  }
})

test('several workers without PostgreSQL do not start, and the message says why', async () => {
  const starting = startStack({ only: 'api', env: { WORKERS: '2', DATABASE_URL: '' } })
  await expect(starting).rejects.toThrow(/WORKERS[\s\S]*PostgreSQL/)
})
