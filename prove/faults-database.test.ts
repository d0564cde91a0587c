import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type PostgresServer, startPostgres } from '@/packages/local/src/postgres'
import type { ApiPage } from '@/tests/api-page'
import { type ApiProcess, dashboardOrigin, startApi, timed } from './api-process'

/** Proves what the API does when its database fails, on the production build that `npm run build api` made. */

const running: ApiProcess[] = []
async function start(env: Readonly<Record<string, string>> = {}): Promise<ApiProcess> {
  const api = await startApi(env)
  running.push(api)
  return api
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((api) => api.stop()))
})

/** Holds an answer to what every answer of a failing database is. */
async function expectUnavailable(ask: () => Promise<Response>): Promise<void> {
  const { answer, ms } = await timed(ask)
  expect(answer.status).toBe(503)
  expect(((await answer.json()) as { code: string }).code).toBe('database_unavailable')
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(answer.headers.get('access-control-allow-origin')).toBe(dashboardOrigin)
  expect(ms).toBeLessThan(5_000)
}

/** Everything that a signed-in person does, and the sign-in itself, answers 503; health and readiness keep their time. */
async function expectCalmFailure(api: ApiProcess, page: ApiPage, form: object): Promise<void> {
  await expectUnavailable(() => page.send('GET', '/api/users/ada'))
  await expectUnavailable(() => page.send('PATCH', '/api/users/ada', { json: { bio: 'x' } }))
  await expectUnavailable(() => page.send('POST', '/api/auth/callback/credentials', { json: form }))
  const ready = await timed(() => fetch(`${api.origin}/api/ready`))
  expect([ready.answer.status, ready.ms < 2_000]).toEqual([503, true])
  const health = await timed(() => fetch(`${api.origin}/api/health`))
  expect([health.answer.status, health.ms < 1_000]).toEqual([200, true])
}

describe('PostgreSQL', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres({ durable: true })
  })
  afterAll(() => server.remove())

  async function signedIn() {
    const api = await start({ DATABASE_URL: server.url })
    await api.untilReady()
    const page = api.page()
    expect((await page.signIn()).status).toBe(200)
    const form = { csrfToken: await page.csrfToken(), username: 'ada', password: 'analytical-engine' }
    return { api, page, form }
  }

  const signal = (name: NodeJS.Signals) => {
    const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(server.pid())], { encoding: 'utf8' })
    for (const pid of [server.pid(), ...stdout.split('\n').filter(Boolean).map(Number)]) {
      try {
        process.kill(pid, name)
      } catch {
        // A connection's own process ends with the connection.
      }
    }
  }

  test('that is frozen: 503 within 5 s, and work goes on by itself when it wakes', async () => {
    const { api, page, form } = await signedIn()
    signal('SIGSTOP')
    try {
      await expectCalmFailure(api, page, form)
    } finally {
      signal('SIGCONT')
    }
    await api.untilReady()
    expect((await page.send('GET', '/api/users/ada')).status).toBe(200)
  })

  test('that is stopped: 503 at once, and work goes on by itself when it is back', async () => {
    const { api, page, form } = await signedIn()
    server.stop()
    try {
      await expectCalmFailure(api, page, form)
    } finally {
      server.start()
    }
    await api.untilReady()
    expect((await page.send('GET', '/api/users/ada')).status).toBe(200)
    expect(api.child.exitCode).toBeNull()
  })

  test('with a table that somebody has locked: 503 within 5 s', async () => {
    const { page } = await signedIn()
    const client = new pg.Client({ connectionString: server.url })
    await client.connect()
    try {
      await client.query('begin')
      await client.query('lock table users in access exclusive mode')
      await expectUnavailable(() => page.send('GET', '/api/users/ada'))
      await client.query('rollback')
      expect((await page.send('GET', '/api/users/ada')).status).toBe(200)
    } finally {
      await client.end()
    }
  })

  test('that is not there at the start is waited for: health 200, readiness 503, a line in the log', async () => {
    server.stop()
    let api: ApiProcess
    try {
      api = await start({ DATABASE_URL: server.url })
      await api.untilReady(503)
      expect((await fetch(`${api.origin}/api/health`)).status).toBe(200)
      const json = { username: 'early-bird', password: 'a password of their own' }
      await expectUnavailable(() => api.page().send('POST', '/api/users', { json }))
      expect(api.log()).toContain('"event":"database_waited_for"')
    } finally {
      server.start()
    }
    await api.untilReady()
    expect((await api.page().signIn()).status).toBe(200)
    expect(api.log()).toContain('"event":"database_recovered"')
  })

  test('an API that is killed during writes has kept every one that it acknowledged', async () => {
    await expectNothingLost({ DATABASE_URL: server.url })
  })
})

/** Writes until the process is killed, starts another and looks for every write that was acknowledged. */
async function expectNothingLost(env: Readonly<Record<string, string>>): Promise<void> {
  const first = await start(env)
  await first.untilReady()
  const page = first.page()
  expect((await page.signIn()).status).toBe(200)
  let acknowledged = ''
  const writing = (async () => {
    for (let count = 0; ; count++) {
      const bio = `write ${count}`
      const answer = await page.send('PATCH', '/api/users/ada', { json: { bio } }).catch(() => null)
      if (answer === null) return
      if (answer.status === 200) acknowledged = bio
    }
  })()
  await wait(1_500)
  first.child.kill('SIGKILL')
  await writing
  expect(acknowledged).not.toBe('')
  // A token is for one API: the next process is the same one, on another port.
  const second = await start({ ...env, DATA_DIR: first.dataDir })
  await second.untilReady()
  const reader = second.page()
  expect((await reader.signIn()).status).toBe(200)
  const { bio } = (await (await reader.send('GET', '/api/users/ada')).json()) as { bio: string }
  // The write that was under way may be there, too.
  expect(Number(bio.split(' ')[1])).toBeGreaterThanOrEqual(Number(acknowledged.split(' ')[1]))
}

describe('the embedded database', () => {
  const folders: string[] = []
  const folder = () => {
    const path = mkdtempSync(join(tmpdir(), 'next-cross-origin-data-'))
    folders.push(path)
    return path
  }
  afterAll(() => {
    for (const path of folders) rmSync(path, { recursive: true, force: true })
  })

  test('an API that is killed during writes has kept every one that it acknowledged', async () => {
    await expectNothingLost({ DATA_DIR: folder() })
  })

  test('the directory of a frozen process is not taken, however long; it goes on when it wakes', async () => {
    const DATA_DIR = folder()
    const first = await start({ DATA_DIR })
    await first.untilReady()
    const page = first.page()
    expect((await page.signIn()).status).toBe(200)
    first.child.kill('SIGSTOP')
    await wait(8_000)
    const second = await start({ DATA_DIR })
    expect(await second.ended).not.toBe(0)
    expect(second.log()).toMatch(/Another process \(\d+\) has the database[\s\S]*DATA_DIR[\s\S]*DATABASE_URL/)
    first.child.kill('SIGCONT')
    expect((await page.send('PATCH', '/api/users/ada', { json: { bio: 'awake' } })).status).toBe(200)
    first.child.kill('SIGKILL')
    await first.ended
    const third = await start({ DATA_DIR })
    await third.untilReady()
  })

  test('belongs to its owner alone, every file of it', async () => {
    const DATA_DIR = join(folder(), 'data')
    const api = await start({ DATA_DIR })
    await api.untilReady()
    const modes = readdirSync(DATA_DIR, { recursive: true, encoding: 'utf8' })
      .map((file) => statSync(join(DATA_DIR, file), { throwIfNoEntry: false })?.mode ?? 0)
      .filter((mode) => (mode & 0o077) !== 0)
    expect(modes).toEqual([])
    expect(statSync(DATA_DIR).mode & 0o777).toBe(0o700)
  })

  test('in a directory that others can write to is refused, with what to do', async () => {
    const DATA_DIR = join(folder(), 'data')
    mkdirSync(DATA_DIR)
    chmodSync(DATA_DIR, 0o777)
    const api = await start({ DATA_DIR })
    expect(await api.ended).toBe(1)
    expect(api.log()).toContain(`chmod 700 ${DATA_DIR}`)
  })

  test('in a directory that cannot be made says so', async () => {
    const file = join(folder(), 'file')
    writeFileSync(file, '')
    const api = await start({ DATA_DIR: join(file, 'data') })
    expect(await api.ended).toBe(1)
    expect(api.log()).toMatch(/DATA_DIR cannot be written: E\w+ at .*\/file\/data/)
  })

  test('on a full disk: 503, nothing acknowledged is lost, and a restart with room works', async () => {
    const DATA_DIR = folder()
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64m,mode=700', 'tmpfs', DATA_DIR])
    expect(mounted.status, 'mount').toBe(0)
    try {
      const api = await start({ DATA_DIR })
      await api.untilReady()
      const page = api.page()
      expect((await page.signIn()).status).toBe(200)
      spawnSync('dd', ['if=/dev/zero', `of=${DATA_DIR}/filler`, 'bs=64k'])
      const statuses = new Set<number>()
      for (let count = 0; count < 60; count++) {
        const json = { bio: `${count} ${'x'.repeat(480)}` }
        statuses.add((await page.send('PATCH', '/api/users/ada', { json })).status)
      }
      for (const status of statuses) expect([200, 503]).toContain(status)
      expect((await fetch(`${api.origin}/api/health`)).status).toBe(200)
      rmSync(`${DATA_DIR}/filler`)
      api.child.kill('SIGKILL')
      await api.ended
      const again = await start({ DATA_DIR })
      await again.untilReady()
      expect((await again.page().signIn()).status).toBe(200)
    } finally {
      await Promise.all(running.splice(0).map((api) => api.stop()))
      spawnSync('umount', ['-l', DATA_DIR])
    }
  })
})

test('no library of ours ends the process, except the start of one that cannot start', () => {
  const files = readdirSync('lib', { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  )
  const ending = files.filter((file) => readFileSync(join('lib', file), 'utf8').includes('process.exit'))
  expect(ending).toEqual(['start.ts'])
})
