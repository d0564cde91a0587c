import { request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PostgresServer, startPostgres } from '@/packages/local/src/postgres'
import { ApiPage, over } from '@/tests/api-page'
import { cases, policy } from '@/tests/conformance/cases'
import { faults } from '@/tests/conformance/check'
import { exchange } from '@/tests/conformance/wire'
import { testSecret } from '@/tests/stack'
import { type Built, buildOnPlatform, installBuilder } from './vercel/build'
import { exec } from './vercel/exec'
import { type Platform, servePlatform } from './vercel/platform'

/**
 * Both deployments as Vercel builds and runs them: the real builder, the middleware in an edge sandbox, each function from
 * exactly its own files, with a read-only folder, as a user who owns nothing.
 */

const dashboardOrigin = 'https://app.example.com'
const apiOrigin = 'https://api.example.com'

let postgres: PostgresServer
let api: Built
let dashboard: Built

/** Everything that both projects have. `DEPLOYMENT` is the one difference. */
const shared = () => ({
  DASHBOARD_ORIGIN: dashboardOrigin,
  API_ORIGIN: apiOrigin,
  AUTH_SECRET: testSecret,
  DATABASE_URL: postgres.url,
  SEED_DEMO: '1',
  TRUSTED_PROXIES: '1',
})

beforeAll(async () => {
  await installBuilder()
  postgres = await startPostgres()
  api = await buildOnPlatform({ ...shared(), DEPLOYMENT: 'api' })
  dashboard = await buildOnPlatform({ ...shared(), DEPLOYMENT: 'dashboard' })
  expect(api.status, api.log).toBe(0)
  expect(dashboard.status, dashboard.log).toBe(0)
}, 1_200_000)

afterAll(() => {
  api?.remove()
  dashboard?.remove()
  postgres?.remove()
})

const pageOf = (platform: Platform, origin = dashboardOrigin) =>
  new ApiPage(over(`http://localhost:${platform.port}`), () => ({ origin }))

/** Reads the rows of a query. */
async function rows(query: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(postgres.url)
  await client.connect()
  try {
    return (await client.query(query)).rows
  } finally {
    await client.end()
  }
}

describe('a build', () => {
  test('without a secret and without a database fails, and names both', async () => {
    const { AUTH_SECRET: _, DATABASE_URL: __, ...rest } = shared()
    const built = await buildOnPlatform({ ...rest, DEPLOYMENT: 'api' })
    built.remove()
    expect(built.status).not.toBe(0)
    expect(built.log).toMatch(/AUTH_SECRET[\s\S]*openssl rand/)
    expect(built.log).toMatch(/DATABASE_URL[\s\S]*a function has no disk/)
  })
})

describe('the API', () => {
  let platform: Platform
  beforeAll(async () => {
    platform = await servePlatform(api.tree, apiOrigin, { ...shared(), DEPLOYMENT: 'api' })
  })
  afterAll(() => platform?.stop())

  test('migrates itself, and signs in, reads, edits and signs out', async () => {
    const page = pageOf(platform)
    const signedIn = await page.signIn()
    expect(signedIn.status, `${await signedIn.text()}\n${platform.log()}`).toBe(200)
    expect([...page.jar.keys()]).toContain('__Host-nco-session')
    expect((await page.send('GET', '/api/users/ada')).status).toBe(200)
    const edited = await page.send('PATCH', '/api/users/ada', {
      json: { displayName: 'Ada of the platform' },
    })
    expect(edited.status).toBe(200)
    expect(await (await page.send('GET', '/api/users/ada')).json()).toMatchObject({
      displayName: 'Ada of the platform',
    })
    expect((await page.signOut()).status).toBe(200)
    expect((await page.send('GET', '/api/users/ada')).status).toBe(401)
  })

  test('counts wrong passwords in PostgreSQL, by the address that the platform saw', async () => {
    await rows('delete from rate_limits')
    for (const client of ['127.0.0.2', '127.0.0.2', '127.0.0.3']) {
      expect(await guessFrom(platform, client)).toBe(401)
    }
    const byAddress = await rows(
      "select points from rate_limits where key like 'wrongPasswordsByAddress:%' order by 1",
    )
    expect(byAddress).toEqual([{ points: 1 }, { points: 2 }])
  })

  test('an origin that was allowed at run time passes the edge, and another is refused by the handler', async () => {
    await rows(
      "insert into allowed_origins (id, origin) values (gen_random_uuid(), 'https://partner.example.com') on conflict do nothing",
    )
    await wait(5_000)
    const from = (origin: string) => pageOf(platform, origin).send('GET', '/api/auth/session')
    await from('https://partner.example.com')
    await wait(500)
    const partner = await from('https://partner.example.com')
    expect(partner.headers.get('access-control-allow-origin')).toBe('https://partner.example.com')
    const other = await from('https://evil.example')
    expect(other.status).toBe(403)
    expect(other.headers.get('access-control-allow-origin')).toBeNull()
  })

  test('has no embedded database, no compiler and nothing that is not its own', () => {
    for (const { files, bytes } of platform.functions.values()) {
      expect(files.filter((file) => /pglite|typescript|tsx|drizzle-kit/.test(file))).toEqual([])
      expect(bytes).toBeLessThan(30_000_000)
      expect(files.some((file) => file.startsWith('lib/db/migrations/'))).toBe(true)
    }
  })

  test('writes nowhere and ends nothing', () => {
    expect(platform.log()).not.toMatch(/EROFS|EACCES|PROCESS\.EXIT/)
  })

  test('cold and with the database down: healthy, not ready, and a page can read both', async () => {
    await platform.freeze()
    postgres.stop()
    try {
      const health = await pageOf(platform).send('GET', '/api/health')
      const ready = await pageOf(platform).send('GET', '/api/ready')
      const user = await pageOf(platform).send('GET', '/api/auth/csrf')
      expect([health.status, ready.status], platform.log()).toEqual([200, 503])
      expect(user.status).toBe(200)
      for (const answer of [health, ready]) {
        expect(answer.headers.get('access-control-allow-origin')).toBe(dashboardOrigin)
      }
      expect(await ready.json()).toMatchObject({ code: 'not_ready' })
    } finally {
      postgres.start()
    }
    for (let left = 50; left > 0; left--) {
      if ((await pageOf(platform).send('GET', '/api/ready')).status === 200) break
      await wait(200)
    }
    expect((await pageOf(platform).signIn()).status, 'without a new process').toBe(200)
    expect(platform.log()).not.toContain('PROCESS.EXIT')
  })

  test('without DATABASE_URL at run time the log says what is missing, and the answer is readable', async () => {
    const { DATABASE_URL: _, ...rest } = shared()
    const without = await servePlatform(api.tree, apiOrigin, { ...rest, DEPLOYMENT: 'api' })
    try {
      const ready = await pageOf(without).send('GET', '/api/ready')
      expect(ready.status).toBe(503)
      expect(ready.headers.get('access-control-allow-origin')).toBe(dashboardOrigin)
      expect(without.log()).toContain('DATABASE_URL is not set')
    } finally {
      await without.stop()
    }
  })

  test('db:migrate applies the migrations, and MIGRATE=0 leaves them to it', async () => {
    await rows('create database apart')
    const url = new URL(postgres.url)
    url.pathname = '/apart'
    const variables = { ...shared(), DATABASE_URL: url.href, DEPLOYMENT: 'api', MIGRATE: '0', SEED_DEMO: '0' }
    const apart = await servePlatform(api.tree, apiOrigin, variables)
    try {
      expect((await pageOf(apart).send('GET', '/api/ready')).status).toBe(503)
      const { status, output } = await exec('npm', ['run', 'db:migrate'], {
        env: { ...process.env, ...variables },
      })
      expect(status, output).toBe(0)
      expect((await pageOf(apart).send('GET', '/api/ready')).status).toBe(200)
    } finally {
      await apart.stop()
    }
  })
})

describe('the conformance cases, through the edge and the function', () => {
  let platform: Platform
  beforeAll(async () => {
    const origins = { API_ORIGIN: 'http://localhost:4000', DASHBOARD_ORIGIN: 'http://localhost:3000' }
    const variables = { ...shared(), ...origins, ALLOWED_ORIGINS: policy, DEPLOYMENT: 'api' }
    platform = await servePlatform(api.tree, origins.API_ORIGIN, variables)
    // The first function starts now, so that no case waits for it.
    await fetch(`http://localhost:${platform.port}/api/health`)
  })
  afterAll(() => platform?.stop())

  test.each(cases.map((row) => [row.id, row.title, row] as const))('%s %s', async (_id, _title, row) => {
    const answer = await exchange(platform.port, row.request)
    expect(faults(answer, row.expect, row.request, 'middleware'), JSON.stringify(answer, null, 1)).toEqual([])
  })
})

describe('the dashboard', () => {
  let platform: Platform
  beforeAll(async () => {
    platform = await servePlatform(dashboard.tree, dashboardOrigin, { ...shared(), DEPLOYMENT: 'dashboard' })
  })
  afterAll(() => platform?.stop())

  test.each(['/', '/sign-in', '/sign-up', '/dashboard', '/nowhere'])(
    '%s has its policy and its API',
    async (path) => {
      const page = await fetch(`http://localhost:${platform.port}${path}`)
      expect(page.status).toBe(path === '/nowhere' ? 404 : 200)
      const csp = page.headers.get('content-security-policy')
      expect(csp).toMatch(/script-src 'self' 'nonce-[\w+/=]{16,}'/)
      expect(csp).toContain(`connect-src 'self' ${apiOrigin}`)
      const nonce = /'nonce-([^']+)'/.exec(csp ?? '')?.[1] ?? ''
      const html = await page.text()
      expect(html).toContain(`nonce="${nonce}"`)
    },
  )

  test('contains nothing of the API', () => {
    for (const { files } of platform.functions.values()) {
      expect(
        files.filter((file) => /node_modules\/(pg|drizzle-orm|@node-rs|@electric-sql)\b/.test(file)),
      ).toEqual([])
    }
  })
})

/** Guesses a password from an address of this machine. */
function guessFrom({ port }: Platform, localAddress: string): Promise<number | undefined> {
  const transport = (method: string, path: string, headers: Record<string, string>, body?: string) =>
    new Promise<{ status: number | undefined; cookies: string[]; text: string }>((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, localAddress, method, path, headers }, (answer) => {
        let text = ''
        answer.on('data', (chunk) => (text += String(chunk)))
        answer.on('end', () =>
          resolve({ status: answer.statusCode, cookies: answer.headers['set-cookie'] ?? [], text }),
        )
      })
      sent.once('error', reject)
      sent.end(body)
    })
  const origin = { origin: dashboardOrigin, 'x-forwarded-for': '203.0.113.66' }
  return transport('GET', '/api/auth/csrf', origin).then(async ({ cookies, text }) => {
    const { csrfToken } = JSON.parse(text) as { csrfToken: string }
    const cookie = cookies.map((line) => line.split(';')[0]).join('; ')
    const body = JSON.stringify({ csrfToken, username: 'ada', password: 'not the password' })
    const headers = { ...origin, cookie, 'content-type': 'application/json', 'x-auth-return-redirect': '1' }
    return (await transport('POST', '/api/auth/callback/credentials', headers, body)).status
  })
}
