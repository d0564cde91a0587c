import { readFileSync } from 'node:fs'
import { Agent, get, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { type ApiProcess, type Running, start, startApi, startDashboard, untilAnswered } from './api-process'

/** Proves how the production builds of `npm run build` end, and that clients which leave do them no harm. */

const running: Running[] = []
function kept<Kind extends Running>(process: Kind): Kind {
  running.push(process)
  return process
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((process) => process.stop()))
})

const apiWith = async (env: Readonly<Record<string, string>> = {}): Promise<ApiProcess> => {
  const api = kept(await startApi(env))
  await api.untilReady()
  return api
}

const dashboardWith = async (env: Readonly<Record<string, string>> = {}): Promise<Running> => {
  const dashboard = kept(await startDashboard(env))
  await untilAnswered(`${dashboard.dashboardOrigin}/health`, 200, dashboard.child)
  return dashboard
}

/** The status of an answer over a connection that the agent may keep, or the fault. */
function ask(url: string, agent?: Agent): Promise<number | string> {
  return new Promise((resolve) => {
    const asked = get(url, { agent: agent ?? false }, (response) => {
      response.resume()
      response.once('end', () => resolve(response.statusCode ?? 0))
      response.once('aborted', () => resolve('aborted'))
    })
    asked.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  })
}

/** Opens a connection and sends bytes. */
function opened(origin: string, bytes: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(origin).port), 'localhost', () => {
      socket.write(bytes, () => resolve(socket))
    })
    socket.once('error', reject)
  })
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** The process of the API, which says so in its log. */
const apiPid = (log: string) => Number(/"event":"started","pid":(\d+)/.exec(log)?.[1])

const halfBody =
  'POST /api/users HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{'

describe('a signal', () => {
  test('under load: readiness is 503 first, connections are taken, and every request is answered', async () => {
    const api = await apiWith({ SHUTDOWN_DELAY_SECONDS: '2' })
    const agent = new Agent({ keepAlive: true, maxSockets: 32 })
    const outcomes: (number | string)[] = []
    let sending = true
    const client = async () => {
      while (sending) outcomes.push(await ask(`${api.origin}/api/health`, agent))
    }
    const load = Promise.all(Array.from({ length: 32 }, client))
    await wait(1_000)
    api.child.kill('SIGTERM')
    await untilAnswered(`${api.origin}/api/ready`, 503, api.child)
    expect(await ask(`${api.origin}/api/health`)).toBe(200)
    // What a load balancer does when readiness is 503.
    sending = false
    await load
    expect(outcomes.length).toBeGreaterThan(100)
    expect(outcomes.filter((outcome) => outcome !== 200)).toEqual([])
    expect(await api.ended).toBe(0)
    expect(await ask(`${api.origin}/api/health`)).toBe('ECONNREFUSED')
  })

  test('while a password is being checked: the answer comes before the end', async () => {
    const api = await apiWith()
    const page = api.page()
    const csrfToken = await page.csrfToken()
    const json = { csrfToken, username: 'ada', password: 'analytical-engine' }
    const answers = Array.from({ length: 8 }, () =>
      page.send('POST', '/api/auth/callback/credentials', { json }),
    )
    await wait(100)
    api.child.kill('SIGTERM')
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(Array(8).fill(200))
    expect(await api.ended).toBe(0)
  })

  test.each(['SIGTERM', 'SIGINT'] as const)('%s to npm alone leaves no orphan', async (name) => {
    const npm = kept(await start(['npm', 'run', 'start:api'], { DEPLOYMENT: 'api' }))
    await untilAnswered(`${npm.apiOrigin}/api/ready`, 200, npm.child)
    const pid = apiPid(npm.log())
    expect(isAlive(pid)).toBe(true)
    npm.child.kill(name)
    await npm.ended
    await expect.poll(() => isAlive(pid), { timeout: 15_000 }).toBe(false)
  })

  test('to one of the two processes of npm start ends both, with status 0', async () => {
    const both = kept(await start([process.execPath, 'scripts/start.js']))
    await untilAnswered(`${both.apiOrigin}/api/ready`, 200, both.child)
    await untilAnswered(`${both.dashboardOrigin}/health`, 200, both.child)
    process.kill(apiPid(both.log()), 'SIGTERM')
    expect(await both.ended).toBe(0)
    expect(await ask(`${both.dashboardOrigin}/health`)).toBe('ECONNREFUSED')
  })

  test('a body that is never finished does not keep the API', async () => {
    const api = await apiWith()
    const socket = await opened(api.origin, halfBody)
    api.child.kill('SIGTERM')
    expect(await Promise.race([api.ended, wait(10_000, 'still there')])).toBe(0)
    socket.destroy()
  })

  test.each([
    ['a body', halfBody],
    ['headers', 'GET / HTTP/1.1\r\nHost: localhost\r\nX-Half: '],
  ])('%s never finished does not keep the dashboard', async (_, bytes) => {
    const dashboard = await dashboardWith()
    const socket = await opened(dashboard.dashboardOrigin, bytes)
    dashboard.child.kill('SIGTERM')
    expect(await Promise.race([dashboard.ended, wait(10_000, 'still there')])).toBe(0)
    socket.destroy()
  })
})

describe('clients that leave', () => {
  test('are no error of the API', async () => {
    const api = await apiWith()
    for (let count = 0; count < 20; count++) {
      const written = count % 2 === 0 ? halfBody : 'GET /api/origins HTTP/1.1\r\nHost: localhost\r\n\r\n'
      const socket = await opened(api.origin, written)
      await wait(20)
      socket.destroy()
    }
    await wait(500)
    expect(api.log()).not.toMatch(/aborted|ECONNRESET|"level":50/)
    expect(await ask(`${api.origin}/api/health`)).toBe(200)
  })

  test('are no error of the dashboard', async () => {
    const dashboard = await dashboardWith()
    for (let count = 0; count < 20; count++) {
      const written = count % 2 === 0 ? halfBody : 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'
      const socket = await opened(dashboard.dashboardOrigin, written)
      await wait(5)
      socket.destroy()
    }
    await wait(500)
    expect(dashboard.log()).not.toMatch(/aborted|ECONNRESET|"level":50/)
    expect(await ask(`${dashboard.dashboardOrigin}/health`)).toBe(200)
  })
})

const residentMb = (pid: number | undefined) =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024

/** Sends a body, of which all requests share the memory. @returns the status */
const post = (url: string, body: Buffer) =>
  new Promise<number | undefined>((resolve, reject) => {
    const headers = { 'content-length': body.length }
    const sent = request(url, { method: 'POST', headers, agent: false }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
    sent.on('error', reject)
    sent.end(body)
  })

test('sixty bodies of 12 MB at once take no memory of the dashboard', async () => {
  const dashboard = await dashboardWith()
  const before = residentMb(dashboard.child.pid)
  let most = before
  const watch = setInterval(() => {
    most = Math.max(most, residentMb(dashboard.child.pid))
  }, 20)
  const body = Buffer.alloc(12_000_000)
  const statuses = await Promise.all(Array.from({ length: 60 }, () => post(dashboard.dashboardOrigin, body)))
  clearInterval(watch)
  expect(new Set(statuses)).toEqual(new Set([405]))
  console.log(`the dashboard had ${before.toFixed(0)} MB, and ${most.toFixed(0)} MB at the most`)
  expect(most - before).toBeLessThan(100)
})
